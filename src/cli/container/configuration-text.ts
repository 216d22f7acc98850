import {
  attributeSet,
  binary,
  binding,
  boolean,
  formals,
  identifier,
  lambda,
  list,
  select,
  string,
  call,
} from "../../nix/build.js";
import { NixSyntaxError, parseNix } from "../../nix/parser.js";
import { printFile } from "../../nix/printer.js";
import type { Expression } from "../../nix/syntax.js";
import { NP301 } from "../../problems/codes/nix.js";
import { ProblemError } from "../../problems/problem.js";

/** What a new container is configured with. */
export type GivenConfiguration =
  /** Absolute path of a NixOS module. */
  | { readonly file: string }
  /** Nix: a module, or what stands between its braces. */
  | { readonly expression: string }
  | { readonly nothing: true };

/**
 * The text of a container's configuration.nix: a container's basics, and what was given.
 * @param stateVersion of a container that says no other; undefined where what was given says it
 * @throws ProblemError NP301 for an expression that is no Nix
 */
export function configurationText(
  name: string,
  given: GivenConfiguration,
  stateVersion: string | undefined,
): string {
  const nspawn = binding("isNspawnContainer", boolean(true));
  const module = lambda(
    formals(["lib", "options"], { ellipsis: true }),
    attributeSet([
      binding("imports", list(importsOf(given))),
      {
        kind: "binding",
        path: ["boot"],
        // Since NixOS 26.05 a container says which kind it is.
        value: {
          kind: "if",
          condition: {
            kind: "has-attribute",
            target: select(identifier("options"), ["boot"]),
            path: ["isNspawnContainer"],
          },
          consequence: attributeSet([nspawn]),
          alternative: attributeSet([binding("isContainer", boolean(true))]),
        },
      },
      binding(
        ["networking"],
        attributeSet([
          binding("hostName", call(select(identifier("lib"), ["mkDefault"]), string(name))),
          binding("useDHCP", boolean(false)),
        ]),
      ),
      ...(stateVersion === undefined
        ? []
        : [
            binding(
              ["system", "stateVersion"],
              call(select(identifier("lib"), ["mkDefault"]), string(stateVersion)),
            ),
          ]),
    ]),
  );
  return printFile(module, { header: ["Made by `nixpawn create`; yours to edit."], directory: "/" })
    .text;
}

function importsOf(given: GivenConfiguration): Expression[] {
  if ("nothing" in given) return [];
  if ("file" in given) return [absolutePath(given.file)];
  return [expressionOf(given.expression)];
}

/** A path that has characters which Nix takes for the end of one is put together from a text. */
function absolutePath(path: string): Expression {
  if (/^(?:\/[\w.+-]+)+$/.test(path)) return { kind: "path", parts: [path] };
  return binary("+", { kind: "path", parts: ["/."] }, string(path));
}

/** A whole expression, or bindings as nixos-container takes them. */
function expressionOf(text: string): Expression {
  try {
    return parseNix(text);
  } catch (error) {
    if (!(error instanceof NixSyntaxError)) throw error;
    try {
      const set = parseNix(`{ ${text}\n}`);
      // Else it is no list of bindings, but a way out of the braces.
      if (set.kind !== "attribute-set") throw error;
      return set;
    } catch {
      throw new ProblemError([
        NP301.configExpr({ reason: error.message, character: error.offset + 1 }, { details: text }),
      ]);
    }
  }
}
