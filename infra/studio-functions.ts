/* The studio's functions: C on a custom runtime. Their code is named by parameters, so that a change of the code does not
 * change the template. Each may make the calls that its service makes, on the tables and indexes it makes them on, and
 * no others. */
import { CfnParameter, Duration, Stack } from "aws-cdk-lib";
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, CfnParametersCode, Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { readableId } from "./readable-id.js";
import { StudioTables } from "./studio-tables.js";

export interface StudioFunctionsProps {
  tables: StudioTables;
  stage: string;
  bcryptCost: string;
}

interface FunctionSettings {
  environment: Record<string, string>;
  permissions: PolicyStatement[];
  memoryMebibytes: number;
}

export class StudioFunctions {
  readonly auth: Function;
  readonly booking: Function;
  private readonly bucket: CfnParameter;
  private readonly secret: Secret;
  private readonly environment: Record<string, string>;

  constructor(
    private readonly stack: Stack,
    props: StudioFunctionsProps,
  ) {
    const { users, classes, bookings, tokens } = props.tables;
    this.bucket = new CfnParameter(stack, "ArtifactBucket", {
      default: "gabi-artifacts",
      description: "The bucket that holds the functions' code",
    });
    this.secret = readableId(
      new Secret(stack, "JwtSecret", {
        description: "Signs access tokens",
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
      }),
      "JwtSecret",
    );
    this.environment = {
      STAGE: props.stage,
      JWT_SECRET_ID: this.secret.secretArn,
      JWT_ISSUER: "gabi",
      JWT_AUDIENCE: "gabi-studio",
      TOKENS_TABLE: tokens.tableName,
    };
    this.auth = this.function("Auth", {
      environment: { USERS_TABLE: users.tableName, BCRYPT_COST: props.bcryptCost },
      permissions: [
        mayOnTable(["GetItem", "PutItem", "UpdateItem"], users.tableArn),
        mayOnTable(["GetItem", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"], tokens.tableArn),
      ],
      // Lambda shares out processors by memory, and bcrypt is all computing: this much brings a whole one.
      memoryMebibytes: 1769,
    });
    this.booking = this.function("Booking", {
      environment: { CLASSES_TABLE: classes.tableName, BOOKINGS_TABLE: bookings.tableName },
      permissions: [
        mayOnTable(["GetItem", "UpdateItem"], classes.tableArn),
        mayOnTable(["Query"], `${classes.tableArn}/index/DateTimeIndex`),
        mayOnTable(["GetItem", "PutItem", "UpdateItem", "DeleteItem"], bookings.tableArn),
        mayOnTable(["Query"], `${bookings.tableArn}/index/UserBookingsIndex`),
        mayOnTable(["GetItem"], tokens.tableArn),
      ],
      memoryMebibytes: 256,
    });
  }

  /* The function for a tag of the contract's operations: "auth". */
  byTag(tag: string): Function {
    const found = { auth: this.auth, booking: this.booking }[tag];
    if (!found) throw new Error(`openapi.json has a tag that no function serves: ${tag}`);
    return found;
  }

  private function(name: string, settings: FunctionSettings): Function {
    const service = name.toLowerCase();
    const logs = new LogGroup(this.stack, `${name}FunctionLogs`, { retention: RetentionDays.THREE_MONTHS });
    const made = new Function(this.stack, `${name}Function`, {
      functionName: `gabi-${service}`,
      runtime: Runtime.PROVIDED_AL2023,
      architecture: Architecture.ARM_64,
      handler: service,
      code: this.code(name),
      role: this.role(name, logs, settings.permissions),
      logGroup: readableId(logs, `${name}FunctionLogs`),
      memorySize: settings.memoryMebibytes,
      timeout: Duration.seconds(10),
      environment: { ...this.environment, ...settings.environment },
    });
    return readableId(made, `${name}Function`);
  }

  private code(name: string): CfnParametersCode {
    const service = name.toLowerCase();
    const key = new CfnParameter(this.stack, `${name}CodeKey`, {
      default: `${service}.zip`,
      description: `Where the code of the ${service} service is in the bucket`,
    });
    return Code.fromCfnParameters({ bucketNameParam: this.bucket, objectKeyParam: key });
  }

  /* A role of our own: the one that CDK would make may write every log of the account. */
  private role(name: string, logs: LogGroup, permissions: PolicyStatement[]): Role {
    const common = [
      may(["secretsmanager:GetSecretValue"], this.secret.secretArn),
      may(["logs:CreateLogStream", "logs:PutLogEvents"], logs.logGroupArn),
    ];
    const role = new Role(this.stack, `${name}FunctionRole`, {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      inlinePolicies: { Service: new PolicyDocument({ statements: [...permissions, ...common] }) },
    });
    return readableId(role, `${name}FunctionRole`);
  }
}

function may(actions: string[], resource: string): PolicyStatement {
  return new PolicyStatement({ actions, resources: [resource] });
}

/* On a table or an index. A transaction needs what its writes need one by one. */
function mayOnTable(actions: string[], resource: string): PolicyStatement {
  return may(
    actions.map((action) => `dynamodb:${action}`),
    resource,
  );
}
