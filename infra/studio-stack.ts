/* The one stack: tables, functions and the API in front of them. */
import { App, CfnCondition, CfnParameter, CfnRule, Fn, LegacyStackSynthesizer, Stack } from "aws-cdk-lib";
import { Construct } from "constructs";
import { StudioApi } from "./studio-api.js";
import { StudioFunctions } from "./studio-functions.js";
import { StudioTables } from "./studio-tables.js";

/* Production's passwords must cost at least this much to try. */
const STRONG_BCRYPT_COSTS = ["10", "11", "12", "13", "14", "15"];

export class StudioStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: "The yoga studio's backend",
      analyticsReporting: false,
      synthesizer: new LegacyStackSynthesizer(),
    });
    const stage = new CfnParameter(this, "Stage", {
      allowedValues: ["test", "production"],
      default: "test",
      description: "Where the stack runs; production is held to stricter rules",
    });
    const bcryptCost = new CfnParameter(this, "BcryptCost", {
      type: "Number",
      default: 4,
      minValue: 4,
      maxValue: 15,
      description: "How much work a password's hash is: 4 in tests, 10 or more in production",
    });
    new CfnRule(this, "ProductionHashesAreStrong", {
      ruleCondition: Fn.conditionEquals(stage, "production"),
      assertions: [
        {
          assert: Fn.conditionContains(STRONG_BCRYPT_COSTS, bcryptCost.valueAsString),
          assertDescription: "In production BcryptCost must be 10 or more",
        },
      ],
    });
    const isProduction = new CfnCondition(this, "IsProduction", {
      expression: Fn.conditionEquals(stage, "production"),
    });
    const tables = new StudioTables(this, isProduction);
    const functions = new StudioFunctions(this, {
      tables,
      stage: stage.valueAsString,
      bcryptCost: bcryptCost.valueAsString,
    });
    new StudioApi(this, { functions, stage: stage.valueAsString });
  }
}

/* The stack's template. */
export function synthesize(): Record<string, any> {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const stack = new StudioStack(app, "gabi");
  return app.synth().getStackByName(stack.stackName).template;
}
