/* The REST API, made from the contract in openapi.json: each operation goes to the function that its tag names. */
import { Aws, CfnOutput, Fn, Stack } from "aws-cdk-lib";
import { ApiDefinition, SpecRestApi } from "aws-cdk-lib/aws-apigateway";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { CfnPermission, Function } from "aws-cdk-lib/aws-lambda";
import { readFileSync } from "node:fs";
import { readableId } from "./readable-id.js";
import { StudioFunctions } from "./studio-functions.js";

export interface StudioApiProps {
  functions: StudioFunctions;
  stage: string;
}

export class StudioApi {
  constructor(stack: Stack, props: StudioApiProps) {
    const api = new SpecRestApi(stack, "StudioApi", {
      apiDefinition: ApiDefinition.fromInline(contract(props.functions)),
      cloudWatchRole: false,
      deployOptions: { stageName: props.stage },
    });
    readableId(api, "StudioApi");
    readableId(api.deploymentStage, "StudioApiStage");
    (api.node.findChild("Endpoint") as CfnOutput).overrideLogicalId("ApiUrl");
    for (const target of [props.functions.auth, props.functions.booking]) {
      target.addPermission("StudioApiMayInvoke", {
        principal: new ServicePrincipal("apigateway.amazonaws.com"),
        sourceArn: api.arnForExecuteApi(),
      });
      const permission = target.node.findChild("StudioApiMayInvoke") as CfnPermission;
      permission.overrideLogicalId(`${target.node.id}Permission`);
    }
  }
}

/* The contract, each operation with its integration. */
function contract(functions: StudioFunctions): any {
  const document = JSON.parse(readFileSync(new URL("openapi.json", import.meta.url), "utf8"));
  for (const path of Object.values<any>(document.paths)) {
    for (const operation of Object.values<any>(path)) {
      operation["x-amazon-apigateway-integration"] = integration(functions.byTag(operation.tags[0]));
    }
  }
  return document;
}

function integration(target: Function): object {
  return {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: Fn.join("", [
      `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/`,
      target.functionArn,
      "/invocations",
    ]),
  };
}
