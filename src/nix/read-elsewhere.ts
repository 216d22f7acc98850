import { NP331 } from "../problems/codes/nix.js";
import { accessInWords, memberInWords } from "../problems/value-path.js";
import type { ValuePath } from "../problems/problem.js";
import type { Conversion } from "./conversion.js";
import { nullValue } from "./build.js";
import type { Expression, Owner } from "./syntax.js";
import { isFree } from "./free-variables.js";
import { variablesOf } from "./variables.js";
import type { ExpressionSource, ReadFrom } from "./value.js";

/** What every system has of its own, and another one otherwise. */
const ofSystem: ReadonlySet<string> = new Set(["config", "options"]);

/** Whose imported names are while it is looked whether there are any. */
const ofOther: Owner = "other";

/**
 * Writes what was read of another container. What depends on that container's `config` would be the
 * reader's own here, which is a problem (NP331). A copy of an option is meant to be the same option of the
 * reader.
 */
export function readExpression(
  source: ExpressionSource,
  readFrom: ReadFrom,
  conversion: Conversion,
  write: (inner: Conversion) => Expression,
): Expression {
  const [path] = readFrom.paths;
  if (readFrom.paths.some((one) => isCopy(one, conversion.path))) return write(conversion);
  const silent = conversion.ownedBy(ofOther).reportingTo(() => undefined);
  const own = variablesOf(write(silent)).find(
    (use) =>
      ofSystem.has(use.name) && isFree(use) && (use.owner === undefined || use.owner === ofOther),
  );
  if (own === undefined) return write(conversion);
  const name = String(path[0]);
  const read = accessInWords(path);
  const hint = hintFor(source, name);
  conversion.report(NP331.ofAnother({ read, own: own.name, name, hint }, { atRead: true }));
  return nullValue();
}

/** Whether a value stands in the same option as where it was read; lists may be longer. */
function isCopy(from: ValuePath, to: ValuePath): boolean {
  if (from[0] === to[0]) return true;
  const [one, other] = [optionOf(from), optionOf(to)];
  return one.length === other.length && one.every((step, index) => step === other[index]);
}

/** The option in the innermost system: a copy may be a nested container, or a specialisation. */
function optionOf([, ...path]: ValuePath): ValuePath {
  const steps = path.filter((one) => typeof one === "string");
  let option = steps.filter((one) => one !== "imports" && one !== "config");
  if (option[0] === "specialisation") option = option.slice(3);
  while (option[0] === "containers") option = option.slice(2);
  return option;
}

function hintFor(source: ExpressionSource, name: string): string {
  const constant = "keep a value that both use in a constant above the containers";
  if (source.kind !== "reference" || source.root !== "config") return constant;
  const steps = source.steps.map((step) =>
    step.kind === "select" ? memberInWords(step.attribute) : "(…)",
  );
  const access = `host.config.containers${memberInWords(name)}.config${steps.join("")}`;
  return `${constant}, or write \`${access}\` for what Nix makes of it (with nixpkgs' own containers)`;
}
