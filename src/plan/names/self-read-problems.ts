import type { Read } from "../../nix/strict-reads.js";
import { hostOwner } from "../../nix/syntax.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { memberInWords } from "../../problems/value-path.js";
import { isIdentifier } from "../../nix/names.js";

const imported = 'with `host` imported from "nixpawn"';

/** NP323: an option's value reads the option. */
export function selfProblem(read: Read, option: readonly string[], path: ValuePath): Problem {
  const name = dotted(option);
  const exact = read.path.length === option.length && read.owner !== hostOwner;
  return {
    code: "NP323",
    severity: "error",
    message: exact
      ? `\`${name}\` is set to itself, which recurses without end`
      : `the value of \`${name}\` reads \`${dotted(["config", ...read.path])}\`, which is part of it, and recurses without end`,
    ...(read.owner === hostOwner
      ? { hint: "write the value itself, or read another option" }
      : { hint: `write \`${ofHost(read)}\` for the value of the host, ${imported}` }),
    ...where(read, path),
  };
}

/** NP325: what the packages are made of needs the packages. */
export function ownPackagesProblem(
  read: Read,
  option: readonly string[],
  path: ValuePath,
): Problem {
  return {
    code: "NP325",
    severity: "error",
    message: `\`pkgs\` comes of \`${dotted(option)}\` here, whose value needs \`pkgs\`: that recurses without end`,
    hint: `write \`${ofHost(read)}\` for that of the host, ${imported}`,
    ...where(read, path),
  };
}

/**
 * NP324: which modules there are, or what one has in it, depends on what comes of all modules.
 * @param what is to be known first, in words
 */
export function importsProblem(read: Read, path: ValuePath, what: string): Problem {
  return {
    code: "NP324",
    severity: "error",
    message: `${what} needs the container's own \`${read.name}\`, which is known only when all modules are: that recurses without end`,
    hint: `write \`${ofHost(read)}\` for that of the host, ${imported}, or move its use into the module that is imported`,
    ...where(read, path),
  };
}

/** As TypeScript writes it; in the text of a template, as a value of it. */
function ofHost({ name, path, spelling }: Read): string {
  const whole = `host.${name}${path.map(memberInWords).join("")}`;
  return spelling === undefined ? whole : `\${${whole}}`;
}

function dotted(path: readonly string[]): string {
  return path.map((one) => (isIdentifier(one) ? one : JSON.stringify(one))).join(".");
}

function where({ spelling }: Read, path: ValuePath): Pick<Problem, "path" | "place"> {
  const place = spelling?.place();
  return place === undefined ? { path } : { path, place };
}
