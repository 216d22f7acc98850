// @ts-check
// node --import ./bench/typescript.js FILE: lets Node 20 import this repository's TypeScript.
import { register } from "node:module";

register("./typescript-hooks.js", import.meta.url);
