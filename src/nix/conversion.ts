import type { Place, Problem, ValuePath } from "../problems/problem.js";
import { spelling } from "./spelling.js";
import type { Expression, IdentifierExpression, Owner } from "./syntax.js";
import type { CallSite, ExpressionSource } from "./value.js";
import type { NixVerdicts } from "./verdicts.js";

/** Of a path that is written in a template: its own place, where it is known. */
export interface InTemplate {
  readonly place?: Place | undefined;
  /** Of the template's value. */
  readonly path: ValuePath;
}

/** What the conversion of a value needs to know about where it is. */
export interface LiteralContext {
  /** Of the value that is converted. */
  readonly path: ValuePath;
  report(problem: Problem): void;
  /**
   * The absolute path, with forward slashes, of a file named where `site` is.
   * @param at the value that names it, where no code does
   */
  readonly resolveFile: (
    path: string,
    site: CallSite | undefined,
    inTemplate?: InTemplate,
    at?: ValuePath,
  ) => string;
  /** Where an offset of a template's raw text is in the user's file. */
  readonly fragmentPlace?: (
    strings: TemplateStringsArray,
    quasi: number,
    offset: number,
  ) => Place | undefined;
  /** What the user's own Nix says of templates; without it the parser here decides alone. */
  readonly verdicts?: NixVerdicts | undefined;
  /**
   * Whose arguments `config`, `pkgs` and so on are, as imported: the container's inside of its
   * modules, the host's around them. Left out where there is neither: then names have no owner.
   */
  readonly owner?: Owner;
  /** Put `imports` before the other names of a set, as people write NixOS modules. */
  readonly importsFirst?: boolean;
}

type ReferenceSource = Extract<ExpressionSource, { readonly kind: "reference" }>;

/**
 * What is known of the place in which a value stands, for values that are written differently in some
 * places than in others.
 */
export interface Spot {
  /** The spot of a property or an item. */
  at(key: string | number): Spot | undefined;
  /** The spot of an argument of a call that stands here. */
  argument?(call: ReferenceSource, position: number): Spot | undefined;
  /** Writes a value that stands here; undefined for one that is written as everywhere. */
  convert?(value: unknown, conversion: Conversion): Expression | undefined;
}

/** An object around a value. */
interface Surrounding {
  readonly object: object;
  readonly path: ValuePath;
  readonly outer: Surrounding | undefined;
}

/** A conversion under way: where it is, and which objects it is in. */
export class Conversion {
  constructor(
    readonly context: LiteralContext,
    readonly path: ValuePath = context.path,
    private readonly around?: Surrounding,
    /** How many levels of objects, arrays and Nix syntax are around the value. */
    readonly depth = 0,
    readonly spot?: Spot,
    /** Of the hole of a template that the value is in; its path says less. */
    private readonly hole?: () => Place | undefined,
  ) {}

  /** For a property or an item of the value. */
  at(key: string | number): Conversion {
    const { context, path, around, depth, spot, hole } = this;
    return new Conversion(context, [...path, key], around, depth, spot?.at(key), hole);
  }

  /** For the same value, or one that stands for it, in another spot. */
  in(spot: Spot | undefined, path = this.path): Conversion {
    return new Conversion(this.context, path, this.around, this.depth, spot, this.hole);
  }

  /** For what is in an object, which is the value itself. */
  inside(object: object): Conversion {
    const { context, path, around, depth, spot, hole } = this;
    const surrounding = { object, path, outer: around };
    return new Conversion(context, path, surrounding, depth + 1, spot, hole);
  }

  /** For what is within Nix syntax that is itself the value. */
  below(depth: number): Conversion {
    return new Conversion(this.context, this.path, this.around, depth, undefined, this.hole);
  }

  /** For what is in a hole of a template. */
  inHole(place: () => Place | undefined): Conversion {
    return new Conversion(this.context, this.path, this.around, this.depth, this.spot, place);
  }

  /** For what is in a module, or around it: there, what is imported is of another owner. */
  ownedBy(owner: Owner | undefined): Conversion {
    if (owner === undefined || owner === this.context.owner) return this;
    const { path, around, depth, spot, hole } = this;
    return new Conversion({ ...this.context, owner }, path, around, depth, spot, hole);
  }

  /** The same conversion, whose problems go elsewhere. */
  reportingTo(report: LiteralContext["report"]): Conversion {
    const { context, path, around, depth, spot, hole } = this;
    return new Conversion({ ...context, report }, path, around, depth, spot, hole);
  }

  /** The path of an object that is around the value. */
  pathOf(object: object): ValuePath | undefined {
    for (let one = this.around; one !== undefined; one = one.outer) {
      if (one.object === object) return one.path;
    }
    return undefined;
  }

  /** A variable that the value starts with, with the place of the hole that it is in. */
  spelled(variable: IdentifierExpression): IdentifierExpression {
    const { hole, path } = this;
    return hole === undefined
      ? variable
      : { ...variable, [spelling]: { template: hole, path, place: hole } };
  }

  /** Reports a problem with the value, or with what of it the problem says itself. */
  report(problem: Problem): void {
    const place = this.hole?.();
    const where = { path: this.path, ...(place === undefined ? {} : { place }) };
    this.context.report({ ...where, ...problem });
  }
}
