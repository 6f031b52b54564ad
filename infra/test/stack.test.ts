import assert from "node:assert/strict";
import { test } from "node:test";
import { synthesize } from "../studio-stack.js";

const template = synthesize();

function resourcesOf(type: string): Record<string, any> {
  return Object.fromEntries(Object.entries<any>(template.Resources).filter(([, resource]) => resource.Type === type));
}

function asList<T>(value: T | T[]): T[] {
  return Array.isArray(value) ? value : [value];
}

function statementsOf(role: any): any[] {
  return role.Properties.Policies.flatMap((policy: any) => policy.PolicyDocument.Statement);
}

test("is the same each time it is synthesized", () => {
  assert.deepEqual(synthesize(), template);
});

test("has ids that people can read, but for the deployment, whose id changes with the contract", () => {
  const hashed = Object.keys(template.Resources).filter((id) => /[0-9A-F]{8}$/i.test(id));
  assert.deepEqual(
    hashed.map((id) => template.Resources[id].Type),
    ["AWS::ApiGateway::Deployment"],
  );
});

/* ---- parameters ---- */

/* What CloudFormation makes of a condition in a rule. */
function holds(condition: any, parameters: Record<string, string>): boolean {
  const value = (operand: any) => (operand.Ref ? parameters[operand.Ref] : operand);
  const [[name, [left, right]]] = Object.entries<any>(condition);
  switch (name) {
    case "Fn::Equals":
      return value(left) === value(right);
    case "Fn::Contains":
      return left.includes(value(right));
    default:
      throw new Error(`the test does not know ${name}`);
  }
}

function isDeployable(parameters: Record<string, string>): boolean {
  return Object.values<any>(template.Rules).every(
    (rule) =>
      !holds(rule.RuleCondition, parameters) || rule.Assertions.every((each: any) => holds(each.Assert, parameters)),
  );
}

test("refuses production with passwords that are cheap to try", () => {
  const { MinValue, MaxValue } = template.Parameters.BcryptCost;
  assert.deepEqual([MinValue, MaxValue], [4, 15]);
  for (let cost = MinValue; cost <= MaxValue; cost++) {
    assert.equal(isDeployable({ Stage: "production", BcryptCost: `${cost}` }), cost >= 10, `production, cost ${cost}`);
    assert.ok(isDeployable({ Stage: "test", BcryptCost: `${cost}` }), `test, cost ${cost}`);
  }
});

test("is a test stage unless told otherwise", () => {
  const { Stage, BcryptCost } = template.Parameters;
  assert.deepEqual(Stage.AllowedValues, ["test", "production"]);
  assert.deepEqual([Stage.Default, BcryptCost.Default], ["test", 4]);
});

/* ---- tables ---- */

/* Each table's keys, and those of its indexes. */
const TABLES: Record<string, Record<string, string[]>> = {
  Users: { "": ["userId"], EmailIndex: ["email"] },
  Classes: { "": ["classId"], DateTimeIndex: ["status", "startsAt"] },
  Bookings: {
    "": ["bookingId"],
    UserBookingsIndex: ["userId", "createdAt"],
    ClassBookingsIndex: ["classId", "createdAt"],
  },
  Tokens: { "": ["tokenId"] },
  BlogPosts: { "": ["postId"], StatusIndex: ["status", "publishedAt"] },
  Payments: { "": ["paymentId"], UserPaymentsIndex: ["userId", "createdAt"] },
  Settings: { "": ["settingKey"] },
  Gallery: { "": ["imageId"] },
  Communications: { "": ["communicationId"] },
  Retreats: { "": ["retreatId"] },
  Workshops: { "": ["workshopId"] },
};

function keysOf(properties: any): Record<string, string[]> {
  const names = (schema: any[]) => {
    assert.deepEqual(
      schema.map((key) => key.KeyType),
      ["HASH", "RANGE"].slice(0, schema.length),
    );
    return schema.map((key) => key.AttributeName);
  };
  const indexes = (properties.GlobalSecondaryIndexes ?? []).map((index: any) => [index.IndexName, names(index.KeySchema)]);
  return { "": names(properties.KeySchema), ...Object.fromEntries(indexes) };
}

test("has the tables and indexes that the services know", () => {
  const tables = Object.values(resourcesOf("AWS::DynamoDB::Table"));
  const found = tables.map(({ Properties }) => [Properties.TableName, keysOf(Properties)]);
  assert.deepEqual(Object.fromEntries(found), TABLES);
});

test("has keys of text, and whole items in indexes", () => {
  for (const { Properties } of Object.values(resourcesOf("AWS::DynamoDB::Table"))) {
    for (const attribute of Properties.AttributeDefinitions) assert.equal(attribute.AttributeType, "S");
    for (const index of Properties.GlobalSecondaryIndexes ?? []) assert.equal(index.Projection.ProjectionType, "ALL");
  }
});

test("keeps tables when the stack goes, and protects them in production", () => {
  for (const [id, table] of Object.entries(resourcesOf("AWS::DynamoDB::Table"))) {
    assert.equal(table.Properties.BillingMode, "PAY_PER_REQUEST", id);
    assert.deepEqual([table.DeletionPolicy, table.UpdateReplacePolicy], ["Retain", "Retain"], id);
    assert.deepEqual(table.Properties.DeletionProtectionEnabled, { "Fn::If": ["IsProduction", true, false] }, id);
  }
  assert.ok(holds(template.Conditions.IsProduction, { Stage: "production" }));
  assert.ok(!holds(template.Conditions.IsProduction, { Stage: "test" }));
});

test("lets tokens expire, and nothing else", () => {
  const expiring = Object.values(resourcesOf("AWS::DynamoDB::Table"))
    .filter(({ Properties }) => Properties.TimeToLiveSpecification)
    .map(({ Properties }) => [Properties.TableName, Properties.TimeToLiveSpecification]);
  assert.deepEqual(expiring, [["Tokens", { AttributeName: "expiresAt", Enabled: true }]]);
});

/* ---- functions ---- */

const COMMON_ENVIRONMENT = {
  STAGE: { Ref: "Stage" },
  JWT_SECRET_ID: { Ref: "JwtSecret" },
  JWT_ISSUER: "gabi",
  JWT_AUDIENCE: "gabi-studio",
  TOKENS_TABLE: { Ref: "TokensTable" },
};
const ENVIRONMENTS: Record<string, object> = {
  auth: { ...COMMON_ENVIRONMENT, USERS_TABLE: { Ref: "UsersTable" }, BCRYPT_COST: { Ref: "BcryptCost" } },
  booking: { ...COMMON_ENVIRONMENT, CLASSES_TABLE: { Ref: "ClassesTable" }, BOOKINGS_TABLE: { Ref: "BookingsTable" } },
};

test("tells each function all that it asks for", () => {
  const functions = Object.values(resourcesOf("AWS::Lambda::Function"));
  const found = functions.map(({ Properties }) => [Properties.Handler, Properties.Environment.Variables]);
  assert.deepEqual(Object.fromEntries(found), ENVIRONMENTS);
});

test("runs C from the bucket, named by parameters", () => {
  const code: Record<string, string> = { auth: "AuthCodeKey", booking: "BookingCodeKey" };
  for (const { Properties } of Object.values(resourcesOf("AWS::Lambda::Function"))) {
    assert.equal(Properties.FunctionName, `gabi-${Properties.Handler}`);
    assert.equal(Properties.Runtime, "provided.al2023");
    assert.deepEqual(Properties.Architectures, ["arm64"]);
    assert.deepEqual(Properties.Code, { S3Bucket: { Ref: "ArtifactBucket" }, S3Key: { Ref: code[Properties.Handler] } });
  }
});

test("makes a key for tokens that nobody guesses", () => {
  const { GenerateSecretString } = template.Resources.JwtSecret.Properties;
  assert.ok(GenerateSecretString.PasswordLength >= 48);
  assert.equal(GenerateSecretString.ExcludePunctuation, true);
});

/* ---- permissions ---- */

test("names each action and each resource that a role allows", () => {
  const roles = Object.entries(resourcesOf("AWS::IAM::Role"));
  assert.equal(roles.length, 2);
  for (const [id, role] of roles) {
    assert.equal(role.Properties.ManagedPolicyArns, undefined, id);
    for (const statement of statementsOf(role)) {
      assert.ok(!JSON.stringify([statement.Action, statement.Resource]).includes("*"), `${id}: ${JSON.stringify(statement)}`);
    }
  }
  assert.deepEqual(resourcesOf("AWS::IAM::Policy"), {});
});

test("gives each function a role of its own, for the tables in its environment alone", () => {
  const roles = new Set<string>();
  for (const [id, { Properties }] of Object.entries(resourcesOf("AWS::Lambda::Function"))) {
    const role = Properties.Role["Fn::GetAtt"][0];
    roles.add(role);
    const allowed = JSON.stringify(statementsOf(template.Resources[role]).map((each) => each.Resource));
    const told = JSON.stringify(Properties.Environment.Variables);
    const tables = (json: string) => [...new Set(json.match(/\w+Table(?=")/g))].sort();
    assert.deepEqual(tables(allowed), tables(told), id);
  }
  assert.equal(roles.size, 2);
});

test("lets queries go to indexes that exist", () => {
  for (const statement of Object.values(resourcesOf("AWS::IAM::Role")).flatMap(statementsOf)) {
    if (!asList(statement.Action).includes("dynamodb:Query")) continue;
    const [table, path] = statement.Resource["Fn::Join"][1];
    const { TableName } = template.Resources[table["Fn::GetAtt"][0]].Properties;
    assert.ok(TABLES[TableName][path.replace("/index/", "")], `${TableName}${path}`);
  }
});

/* ---- the API ---- */

const OPERATIONS: Record<string, string> = {
  Register: "POST /auth/register",
  LogIn: "POST /auth/login",
  RefreshTokens: "POST /auth/refresh",
  LogOut: "POST /auth/logout",
  VerifyToken: "GET /auth/verify",
  ListClasses: "GET /classes",
  BookClass: "POST /classes/{id}/book",
  ListBookings: "GET /bookings",
  ChangeBooking: "PUT /bookings/{id}",
  CancelBooking: "DELETE /bookings/{id}",
};
const OPEN_TO_ANYONE = ["Register", "LogIn", "RefreshTokens", "ListClasses"];

const contract = template.Resources.StudioApi.Properties.Body;
const operations: any[] = Object.entries<any>(contract.paths).flatMap(([path, methods]) =>
  Object.entries<any>(methods).map(([method, operation]) => ({ ...operation, route: `${method.toUpperCase()} ${path}` })),
);

test("offers the operations of the services", () => {
  assert.equal(contract.openapi, "3.0.1");
  assert.deepEqual(Object.fromEntries(operations.map((each) => [each.operationId, each.route])), OPERATIONS);
});

test("asks for an access token wherever a member acts", () => {
  for (const { operationId, security, responses } of operations) {
    const isOpen = OPEN_TO_ANYONE.includes(operationId);
    assert.deepEqual(security, isOpen ? undefined : [{ bearer: [] }], operationId);
    assert.ok(isOpen || responses["401"], `${operationId} does not say what happens without a token`);
  }
});

test("sends each operation to the function of its service, which it may invoke", () => {
  const invocable = Object.values(resourcesOf("AWS::Lambda::Permission")).map(
    ({ Properties }) => Properties.FunctionName["Fn::GetAtt"][0],
  );
  for (const { operationId, tags, "x-amazon-apigateway-integration": integration } of operations) {
    const target = integration.uri["Fn::Join"][1].find((part: any) => part["Fn::GetAtt"])["Fn::GetAtt"][0];
    assert.deepEqual([integration.type, integration.httpMethod], ["aws_proxy", "POST"], operationId);
    assert.equal(template.Resources[target].Properties.Handler, tags[0], operationId);
    assert.ok(invocable.includes(target), operationId);
  }
});

test("refers to schemas that are there", () => {
  const references = [...JSON.stringify(contract).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  assert.deepEqual([...new Set(references)].sort(), Object.keys(contract.components.schemas).sort());
});
