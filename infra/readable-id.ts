import { CfnElement } from "aws-cdk-lib";
import { IConstruct } from "constructs";

/* Gives a construct's resource the logical id that people will read in templates and warnings. */
export function readableId<T extends IConstruct>(construct: T, logicalId: string): T {
  (construct.node.defaultChild as CfnElement).overrideLogicalId(logicalId);
  return construct;
}
