#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { loadProgram } from "./start/load-program.js";

/** The name of the program's file beside this one; put in by the build. */
declare const programFile: string;

const words = process.argv.slice(2);
const file = fileURLToPath(new URL(programFile, import.meta.url));
const { importWith, main } = loadProgram(file, words[0] ?? "");
importWith((url) => import(url));
await main(words);
