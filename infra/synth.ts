/* Writes the CloudFormation template of the stack to a file: `npm run synth`, or `tsx synth.ts FILE`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "./studio-stack.js";

const path = process.argv[2] ?? join(import.meta.dirname, "template.json");
writeFileSync(path, JSON.stringify(synthesize(), null, 2) + "\n");
