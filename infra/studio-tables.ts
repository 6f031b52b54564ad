/* The studio's tables. Everything is paid for by request, can be restored to any second of the last weeks, and stays when
 * the stack goes. In production no table can be deleted before its protection is switched off. */
import { CfnCondition, Fn, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AttributeType, BillingMode, CfnTable, ProjectionType, Table } from "aws-cdk-lib/aws-dynamodb";
import { readableId } from "./readable-id.js";

interface Index {
  name: string;
  hash: string;
  range?: string;
}

export class StudioTables {
  readonly users: Table;
  readonly classes: Table;
  readonly bookings: Table;
  readonly tokens: Table;

  constructor(
    private readonly stack: Stack,
    private readonly isProduction: CfnCondition,
  ) {
    this.users = this.table("Users", "userId", [{ name: "EmailIndex", hash: "email" }]);
    this.classes = this.table("Classes", "classId", [{ name: "DateTimeIndex", hash: "status", range: "startsAt" }]);
    this.bookings = this.table("Bookings", "bookingId", [
      { name: "UserBookingsIndex", hash: "userId", range: "createdAt" },
      { name: "ClassBookingsIndex", hash: "classId", range: "createdAt" },
    ]);
    this.tokens = this.table("Tokens", "tokenId", [], "expiresAt");
    this.table("BlogPosts", "postId", [{ name: "StatusIndex", hash: "status", range: "publishedAt" }]);
    this.table("Payments", "paymentId", [{ name: "UserPaymentsIndex", hash: "userId", range: "createdAt" }]);
    this.table("Settings", "settingKey");
    this.table("Gallery", "imageId");
    this.table("Communications", "communicationId");
    this.table("Retreats", "retreatId");
    this.table("Workshops", "workshopId");
  }

  private table(name: string, key: string, indexes: Index[] = [], timeToLiveAttribute?: string): Table {
    const string = (name: string) => ({ name, type: AttributeType.STRING });
    const table = new Table(this.stack, `${name}Table`, {
      tableName: name,
      partitionKey: string(key),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
      timeToLiveAttribute,
    });
    // Table itself takes only a boolean that is known already.
    const resource = table.node.defaultChild as CfnTable;
    resource.deletionProtectionEnabled = Fn.conditionIf(this.isProduction.logicalId, true, false);
    for (const index of indexes) {
      table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: string(index.hash),
        sortKey: index.range ? string(index.range) : undefined,
        projectionType: ProjectionType.ALL,
      });
    }
    return readableId(table, `${name}Table`);
  }
}
