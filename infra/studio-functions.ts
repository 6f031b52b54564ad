/* The studio's functions: C on a custom runtime. Their code is named by parameters, so that a change of the code does not
 * change the template. Each may do with the tables what it does, and no more. */
import { CfnParameter, Duration, Stack } from "aws-cdk-lib";
import { ITable } from "aws-cdk-lib/aws-dynamodb";
import { Architecture, CfnParametersCode, Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { readableId } from "./readable-id.js";
import { StudioTables } from "./studio-tables.js";

const READ = ["dynamodb:GetItem", "dynamodb:Query"];
const WRITE = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"];

export interface StudioFunctionsProps {
  tables: StudioTables;
  stage: string;
  bcryptCost: string;
}

export class StudioFunctions {
  readonly auth: Function;
  readonly booking: Function;
  private readonly bucket: CfnParameter;
  private readonly environment: Record<string, string>;

  constructor(
    private readonly stack: Stack,
    props: StudioFunctionsProps,
  ) {
    const { tables } = props;
    this.bucket = new CfnParameter(stack, "ArtifactBucket", {
      default: "gabi-artifacts",
      description: "The bucket that holds the functions' code",
    });
    const secret = readableId(
      new Secret(stack, "JwtSecret", {
        description: "Signs access tokens",
        generateSecretString: { passwordLength: 64, excludePunctuation: true },
      }),
      "JwtSecret",
    );
    this.environment = {
      STAGE: props.stage,
      JWT_SECRET_ID: secret.secretArn,
      JWT_ISSUER: "gabi",
      JWT_AUDIENCE: "gabi-studio",
      TOKENS_TABLE: tables.tokens.tableName,
    };
    this.auth = this.function("Auth", {
      USERS_TABLE: tables.users.tableName,
      BCRYPT_COST: props.bcryptCost,
    });
    this.booking = this.function("Booking", {
      CLASSES_TABLE: tables.classes.tableName,
      BOOKINGS_TABLE: tables.bookings.tableName,
    });
    this.allow(this.auth, tables.users, [...READ, ...WRITE]);
    this.allow(this.auth, tables.tokens, [...READ, ...WRITE]);
    this.allow(this.booking, tables.classes, [...READ, ...WRITE]);
    this.allow(this.booking, tables.bookings, [...READ, ...WRITE]);
    this.allow(this.booking, tables.tokens, READ);
    secret.grantRead(this.auth);
    secret.grantRead(this.booking);
  }

  /* The function for a tag of the contract's operations: "auth". */
  byTag(tag: string): Function {
    const found = { auth: this.auth, booking: this.booking }[tag];
    if (!found) throw new Error(`openapi.json has a tag that no function serves: ${tag}`);
    return found;
  }

  private function(name: string, environment: Record<string, string>): Function {
    const service = name.toLowerCase();
    const key = new CfnParameter(this.stack, `${name}CodeKey`, {
      default: `${service}.zip`,
      description: `Where the code of the ${service} service is in the bucket`,
    });
    const made = new Function(this.stack, `${name}Function`, {
      functionName: `gabi-${service}`,
      runtime: Runtime.PROVIDED_AL2023,
      architecture: Architecture.ARM_64,
      handler: service,
      code: this.code(key),
      memorySize: 256,
      timeout: Duration.seconds(10),
      environment: { ...this.environment, ...environment },
    });
    readableId(made.role!, `${name}FunctionRole`);
    return readableId(made, `${name}Function`);
  }

  private code(key: CfnParameter): CfnParametersCode {
    return Code.fromCfnParameters({ bucketNameParam: this.bucket, objectKeyParam: key });
  }

  private allow(caller: Function, table: ITable, actions: string[]): void {
    table.grant(caller, ...actions);
  }
}
