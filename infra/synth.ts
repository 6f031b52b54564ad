/* Writes the CloudFormation template of the stack to a file: `npm run synth`, or `tsx synth.ts FILE`. */
import { writeFileSync } from "node:fs";
import { synthesize } from "./studio-stack.js";

const path = process.argv[2] ?? new URL("template.json", import.meta.url);
writeFileSync(path, JSON.stringify(synthesize(), null, 2) + "\n");
