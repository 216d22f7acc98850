import { isNixExpression, nixExpression, type NixExpression } from "../nix/value.js";
import { readProperty } from "../nix/property.js";
import { ProblemError } from "../problems/problem.js";
import { absentTexts, absentWord, textMakingMethods } from "./absent-texts.js";
import {
  decidingMethods,
  isOfLanguage,
  isOption,
  isThing,
  isValue,
  mayBeList,
  mayBeText,
  watchedMethod,
} from "./language-functions.js";
import { callSite } from "./call-site.js";
import { deepExpression } from "./deep-expression.js";
import { misuses } from "./misuses.js";
import { nameOf, type MisuseKind } from "./misuse.js";
import { callbackMisuse, isIndex } from "./opaque.js";
import { partOfNode } from "./node-functions.js";
import { askForPattern, patternAt } from "./pattern-defaults.js";
import { placeholder } from "./placeholder.js";

/** The global that guarded code calls. */
export const guardGlobal = "__nixpawn_guard";

/** An object whose absent properties may be asked for where code tests whether they are there. */
const peek = Symbol.for("nixpawn.peek");

/** Where guarded code is: number of its file, offsets of what is shown. */
type Where = readonly [file: number, start: number, end: number];

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Nothing but an object or a function is an expression; everything else is told apart at once. */
function isExpression(value: unknown): value is NixExpression {
  return isObject(value) && isNixExpression(value);
}

/** Whether this is to be told: a placeholder was told already, and so is all that comes of it. */
function tell(kind: MisuseKind, what: string, value: unknown, [file, start, end]: Where): void {
  if (value === placeholder) misuses.tick();
  else misuses.note(kind, what, value, { file, start, end });
}

/** What a value is that an object takes nothing useful of, in words. */
function lostInObject(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : "a list";
  if (typeof value === "string") return value === "" ? undefined : "a text";
  if (!isObject(value)) return undefined;
  const what =
    typeof value === "function"
      ? "a function"
      : value instanceof Promise
        ? "a promise"
        : (value instanceof Map || value instanceof Set) && value.size > 0
          ? `a ${value instanceof Map ? "map" : "set"}`
          : undefined;
  // What was put on one is meant.
  return what === undefined || Object.keys(value).length > 0 ? undefined : what;
}

/** An operand of a text that is not there, or has no text: the text says "undefined", "NaN" and the like. */
function tellAbsent(value: unknown, file: number, start: number, end: number): void {
  const word = absentWord(value);
  if (word !== undefined) absentTexts.note({ file, start, end }, word);
}

type TextMethod = (...given: readonly unknown[]) => unknown;

/** A method of a text that makes words of what is not there; `replace` may ask a function. */
function makingText(text: string, what: string, [file, start, end]: Where): object {
  return {
    [what]: (...given: unknown[]): unknown => {
      const expression = given.find(isExpression);
      if (expression !== undefined) {
        tell("text", "", expression, [file, start, end]);
        return placeholder;
      }
      let word = given.map(absentWord).find((one) => one !== undefined);
      const asked = given.map((one) => {
        if (typeof one !== "function") return one;
        return function replaced(this: unknown, ...of: unknown[]): unknown {
          const answer: unknown = Reflect.apply(one as TextMethod, this, of);
          word ??= absentWord(answer);
          return answer;
        };
      });
      const methods = text as unknown as Readonly<Record<string, TextMethod | undefined>>;
      const made = methods[what]?.apply(text, asked);
      if (word === undefined || typeof made !== "string" || text.includes(word)) return made;
      if (made.includes(word)) {
        absentTexts.note({ file, start, end }, word, made);
      }
      return made;
    },
  };
}

/** Calls a method as JavaScript does, and tells an expression where that cannot be what was meant. */
function watched(
  owner: object,
  what: string,
  method: (...given: unknown[]) => unknown,
  where: Where,
): object {
  if (decidingMethods.has(what)) return { [what]: deciding(owner, what, method, where) };
  if (what === "flat" || what === "flatMap") return { [what]: flat(owner, what, method, where) };
  return {
    [what]: (...given: unknown[]): unknown => {
      const result = method.apply(owner, given);
      if (what === "concat") {
        for (const one of given.filter(isUnclear)) tell("identity", what, one, where);
      } else if (result === false || result === -1 || result === undefined) {
        missed(owner, what, given[0], where);
      }
      return result;
    },
  };
}

/** What was not found may be there when Nix knows the values. */
function missed(owner: object, what: string, wanted: unknown, where: Where): void {
  const items = (owner instanceof Map ? owner.keys() : owner) as Iterable<unknown>;
  for (const item of items) {
    if (isExpression(wanted) ? mayBe(wanted, item) : isExpression(item) && mayBe(item, wanted)) {
      if (isExpression(wanted)) tell("identity", what, wanted, where);
      else tell("search", what, item, where);
      return;
    }
  }
}

/** Whether an expression may turn out to be the value of another object or text. */
function mayBe(expression: NixExpression, other: unknown): boolean {
  const hasText = mayBeText(expression[nixExpression]);
  if (isExpression(other)) {
    return hasText || mayBeText(other[nixExpression]) || nameOf(expression) === nameOf(other);
  }
  return (
    hasText && /^(?:string|number|bigint|boolean)$/.test(other === null ? "number" : typeof other)
  );
}

/** A reference that a list has a second time as another object, which a set would keep, too. */
function writtenTwice(items: readonly unknown[]): NixExpression | undefined {
  const known = new Map<string, NixExpression>();
  for (const item of items) {
    if (!isExpression(item) || item[nixExpression].kind !== "reference") continue;
    const name = nameOf(item);
    if (name.includes("(") || (known.get(name) ?? item) === item) known.set(name, item);
    else return item;
  }
  return undefined;
}

/** What a function says of an item is taken for true when it is an expression. */
function deciding(
  owner: object,
  what: string,
  method: (...given: unknown[]) => unknown,
  where: Where,
): (...given: unknown[]) => unknown {
  return (decide, ...given) => {
    if (typeof decide !== "function") return method.call(owner, decide, ...given);
    const answersAll = what === "every" || what === "some";
    return method.call(
      owner,
      function decided(this: unknown, ...of: unknown[]): unknown {
        const before = misuses.count;
        const answer: unknown = Reflect.apply(decide, this, of);
        if (misuses.count > before) return answer;
        const [item, index, list] = of as [unknown, number, readonly unknown[]];
        const said = decide === Boolean ? item : answer;
        if (!isExpression(said)) return answer;
        // Whether an item is there may be asked, to leave out those that are not.
        const asksPresence =
          said === item &&
          !answersAll &&
          (what === "filter" || isTakenAnyway(said, what, index, list));
        if (!asksPresence) tell("statement", what, said, where);
        return answer;
      },
      ...given,
    );
  };
}

/**
 * Whether the first item that is there is an expression which Nix would take, too: a package or a
 * file always, any other where no further one is left, as on the right side of an `||`.
 */
function isTakenAnyway(
  item: NixExpression,
  what: string,
  index: number,
  list: readonly unknown[],
): boolean {
  const last = what.startsWith("findLast") ? 0 : list.length - 1;
  return index === last || (item !== placeholder && isThing(item[nixExpression]));
}

/** What is no array stays one item, also where it is a list of Nix. */
function flat(
  owner: object,
  what: string,
  method: (...given: unknown[]) => unknown,
  where: Where,
): (...given: unknown[]) => unknown {
  const see = (one: unknown): void => {
    // What a template or a call gives is mostly meant as one item.
    if (isExpression(one) && isOption(one[nixExpression])) tell("identity", what, one, where);
  };
  return function watched(make, ...given) {
    if (what === "flat") {
      for (const one of owner as readonly unknown[]) see(one);
      return method.call(owner, make, ...given);
    }
    if (isExpression(make)) throw callbackMisuse(make[nixExpression], callSite(watched));
    if (typeof make !== "function") return method.call(owner, make, ...given);
    return method.call(
      owner,
      function made(this: unknown, ...of: unknown[]): unknown {
        const result: unknown = Reflect.apply(make, this, of);
        see(result);
        return result;
      },
      ...given,
    );
  };
}

/** JavaScript adds to a list what is no array as one item. */
function isUnclear(value: unknown): boolean {
  return isExpression(value) && mayBeList(value[nixExpression]);
}

/** An expression on the left side of a comparison whose right side is being worked out. */
let compared: Operand | undefined;

/** An expression whose computed name is being worked out. */
let indexed: Operand | undefined;

interface Operand {
  readonly file: number;
  readonly start: number;
  readonly end: number;
  readonly value: NixExpression;
}

function isAt(one: Operand, file: number, start: number, end: number): boolean {
  return one.file === file && one.start === start && one.end === end;
}

/** Whether a function says rightly no to an expression: one package is no list. */
function isKnownToAnswer(what: string, value: NixExpression): boolean {
  return what === "Array.isArray" && value !== placeholder && !mayBeList(value[nixExpression]);
}

/** What `structuredClone` is given: of an expression it would make an empty object, or throw. */
function cloned(value: object, where: Where): object {
  const found = deepExpression(value);
  if (found === undefined) return value;
  tell("argument", "structuredClone", found, where);
  return Array.isArray(value) ? [] : {};
}

/**
 * What `Object.assign` is given.
 * @param what followed by `{}` for what goes into an object that is written there, by `…` for what
 *   goes into another value; alone for that value itself
 */
function assigned(what: string, value: unknown, where: Where): unknown {
  const [name = "", into] = what.split(" ");
  if (isExpression(value)) {
    const isPart = into !== undefined && readProperty(value) !== undefined;
    tell(isPart ? "merge" : "argument", name, value, where);
    return placeholder;
  }
  const lost = into === undefined ? undefined : lostInObject(value);
  // A list may well be filled by another one.
  if (lost !== undefined && (into === "{}" || lost === "a function")) {
    tell("lost", `${name} ${lost}`, value, where);
  }
  return value;
}

/** Functions of the language that make words of what is not there. */
const textFunction = /^(?:String|URL|encodeURI|encodeURIComponent)$/;

/** Whether the chain (`a?.b.c`) that is being worked out was left because its start is absent. */
let chainLeft = false;

/**
 * What guarded code calls around an operand. Each gives the operand back as it is when it is no Nix
 * expression; src/load/operators/ says where which of them stands.
 */
export const guardFunctions = {
  /** A value that is tested for truth; the code goes on as JavaScript does. */
  t(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (isExpression(value)) tell("operator", what, value, [file, start, end]);
    return value;
  },
  /** What an `if` tests. */
  s(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (isExpression(value)) tell("statement", what, value, [file, start, end]);
    return value;
  },
  /** What a loop tests, or a `switch` decides by: a loop ends. */
  w(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (!isExpression(value)) return value;
    tell("statement", what, value, [file, start, end]);
    return false;
  },
  /**
   * What is asked for its type; the code goes on as JavaScript does.
   * @param what the operator, and what is asked for: `typeof text`, `instanceof array`
   */
  y(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (!isExpression(value)) return value;
    const [operator = "", asked = ""] = what.split(" ");
    const source = value[nixExpression];
    const may = /^(?:boolean|number|string|text)$/.test(asked)
      ? mayBeText(source)
      : asked !== "array" || mayBeList(source);
    if (value === placeholder || may) tell("operator", operator, value, [file, start, end]);
    return value;
  },
  /** An operand of any operator that needs its value. */
  o(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (!isExpression(value)) {
      // Without a text beside it that is written there, a sum may be one all the same.
      if (what === "+" || what === "+=") tellAbsent(value, file, start, end);
      return value;
    }
    tell("operator", what, value, [file, start, end]);
    return placeholder;
  },
  /** The left side of a comparison of two that may be expressions. */
  e(file: number, start: number, end: number, _what: string, value: unknown): unknown {
    if (isExpression(value)) compared = { file, start, end, value };
    return value;
  },
  /** The right side: the very same object is the same value. */
  g(file: number, start: number, end: number, what: string, value: unknown): unknown {
    const left = compared;
    if (left === undefined && !isExpression(value)) return value;
    const hasLeft = left !== undefined && isAt(left, file, start, end);
    if (hasLeft) compared = undefined;
    if (hasLeft && left.value === value) return value;
    const wrong = hasLeft ? left.value : value;
    if (isExpression(wrong)) tell("operator", what, wrong, [file, start, end]);
    return value;
  },
  /** What stands before the `?.` of a chain. */
  b(value: unknown): unknown {
    chainLeft = value === undefined || value === null;
    return value;
  },
  /**
   * A part of a chain that goes on without a question; it is made to ask when it is guarded, and
   * what is absent there stays the error that it was.
   */
  n(name: string, value: unknown): unknown {
    if ((value !== undefined && value !== null) || chainLeft) return value;
    const read = name === "" ? "" : ` (reading '${name}')`;
    throw new TypeError(`Cannot read properties of ${String(value)}${read}`);
  },
  /** The last name that a pattern with a default asks for. */
  q(file: number, start: number, end: number): symbol {
    return patternAt({ file, start, end });
  },
  /** A list whose items a function of the language is asked of. */
  h(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (!Array.isArray(value)) return value;
    const items = value.filter(isExpression);
    if (textFunction.test(what)) {
      for (const one of value as readonly unknown[]) tellAbsent(one, file, start, end);
    }
    const wrong = items.find((one) => !isKnownToAnswer(what, one));
    if (wrong !== undefined) tell("argument", what, wrong, [file, start, end]);
    return value;
  },
  /**
   * What becomes text, in a template or by `+`.
   * @param from offset of the operand itself, @param to where it ends
   */
  x(file: number, start: number, end: number, from: number, to: number, value: unknown): unknown {
    if (!isExpression(value)) {
      tellAbsent(value, file, from, to);
      return value;
    }
    tell("text", "", value, [file, start, end]);
    return placeholder;
  },
  /** What becomes text otherwise; an expression tells of itself. */
  u(file: number, start: number, end: number, _what: string, value: unknown): unknown {
    tellAbsent(value, file, start, end);
    return value;
  },
  /** An operand of a subtraction that looks like a name with a dash. */
  d(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (!isExpression(value)) return value;
    tell("dash", what, value, [file, start, end]);
    return placeholder;
  },
  /** What is spread, gone over, or taken apart by a pattern. */
  a(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (!isExpression(value)) {
      const lost = what === "{...}" ? lostInObject(value) : undefined;
      if (lost !== undefined) tell("lost", lost, value, [file, start, end]);
      return value;
    }
    const kind = what.includes("...") && readProperty(value) !== undefined ? "merge" : "apart";
    tell(kind, what.replace(/[{}]/g, ""), value, [file, start, end]);
    return placeholder;
  },
  /**
   * What a computed name is asked of: a number would be an item of a list, which Nix alone has.
   * @param what the number; empty when the name has still to be worked out
   */
  i(file: number, start: number, end: number, what: string, value: unknown): unknown {
    const found = isExpression(value) && value !== placeholder;
    if (found && what !== "") {
      tell("index", what, value, [file, start, end]);
      return placeholder;
    }
    if (found) indexed = { file, start, end, value };
    else if (indexed !== undefined && isAt(indexed, file, start, end)) indexed = undefined;
    return value;
  },
  /** The name, when it was worked out. */
  j(file: number, start: number, end: number, _what: string, key: unknown): unknown {
    const asked = indexed;
    if (asked === undefined || !isAt(asked, file, start, end)) return key;
    indexed = undefined;
    const name = typeof key === "number" ? String(key) : key;
    if (typeof name === "string" && isIndex(name)) {
      tell("index", name, asked.value, [file, start, end]);
    }
    return key;
  },
  /** The name of a property. */
  k(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (!isExpression(value)) {
      // A name of an object is a text.
      if (what === "{[]}" || what === "[]=") tellAbsent(value, file, start, end);
      return value;
    }
    tell("key", what, value, [file, start, end]);
    return placeholder;
  },
  /** What is changed or deleted in. */
  c(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (!isExpression(value)) return value;
    tell("change", what, value, [file, start, end]);
    return placeholder;
  },
  /**
   * The object of a member that is tested for being there. A member of a reference is always there;
   * other objects may give what is absent, where it is only asked for.
   */
  p(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (!isObject(value)) return value;
    if (isNixExpression(value)) {
      if (what !== "") tell("operator", what, value, [file, start, end]);
      return value;
    }
    if (what === "=" || what === "??") askForPattern(value, { file, start, end });
    const ask = (value as { readonly [peek]?: unknown })[peek];
    if (typeof ask !== "function") return value;
    return new Proxy(value, {
      get: (target, key) => (ask as (key: PropertyKey) => unknown).call(target, key),
    });
  },
  /** A call whose result is tested for being there: applied, a reference is. */
  r(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (isExpression(value)) tell("operator", what, value, [file, start, end]);
    return value;
  },
  /** The object whose method of lists or texts is called, or whose `length` is read. */
  m(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (!isObject(value)) {
      return typeof value === "string" && textMakingMethods.has(what)
        ? makingText(value, what, [file, start, end])
        : value;
    }
    if (!isNixExpression(value)) {
      const method = watchedMethod(value, what);
      return method === undefined ? value : watched(value, what, method, [file, start, end]);
    }
    if (value !== placeholder && !isValue(value[nixExpression])) return value;
    tell("method", what, value, [file, start, end]);
    return placeholder;
  },
  /** The same of a method in brackets, which a reference has as an attribute. */
  z(file: number, start: number, end: number, what: string, value: unknown): unknown {
    return isExpression(value) ? value : guardFunctions.m(file, start, end, what, value);
  },
  /** The object of a member that `||=`, `&&=` or `??=` may assign. */
  l(file: number, start: number, end: number, what: string, value: unknown): unknown {
    if (!isObject(value)) return value;
    if (isNixExpression(value)) {
      tell("change", what, value, [file, start, end]);
      return placeholder;
    }
    if (what === "??=") return value;
    return new Proxy(value, {
      get(target, key): unknown {
        const held: unknown = Reflect.get(target, key, target);
        if (isExpression(held)) tell("operator", what, held, [file, start, end]);
        return held;
      },
      set: (target, key, given) => Reflect.set(target, key, given, target),
    });
  },
  /** A variable that `||=` or `&&=` tested, and what came of it. */
  v(
    file: number,
    start: number,
    end: number,
    what: string,
    held: unknown,
    result: unknown,
  ): unknown {
    if (isExpression(held)) tell("operator", what, held, [file, start, end]);
    return result;
  },
  /**
   * An argument of a function of the language that needs its value.
   * @param owner what the program calls `Math` or `String`: it may be something else
   */
  f(
    file: number,
    start: number,
    end: number,
    what: string,
    owner: unknown,
    value: unknown,
  ): unknown {
    if (what === "Set" && Array.isArray(value) && isOfLanguage(owner)) {
      const twice = writtenTwice(value);
      if (twice !== undefined) tell("identity", what, twice, [file, start, end]);
      return value;
    }
    if (what === "Object.fromEntries" && Array.isArray(value) && isOfLanguage(owner)) {
      for (const entry of value as readonly unknown[]) {
        if (Array.isArray(entry)) tellAbsent(entry[0], file, start, end);
      }
    }
    // A list of arguments is for a program, or a path.
    const given = Array.isArray(value) ? value.find(isExpression) : value;
    const part = isExpression(given) && !isOfLanguage(owner) ? partOfNode(owner) : undefined;
    if (part !== undefined) {
      tell("argument", what, given, [file, start, end]);
      // A program that runs with something else, or a file of another name, would be no good.
      if (/^(?:child_process|fs)/.test(part)) throw new ProblemError([]);
      return placeholder;
    }
    if (!isOfLanguage(owner)) return value;
    if (!isObject(value)) {
      if (what === "Object.assign {}") return assigned(what, value, [file, start, end]);
      if (textFunction.test(what)) tellAbsent(value, file, start, end);
      return value;
    }
    if (what.startsWith("Object.assign")) return assigned(what, value, [file, start, end]);
    if (what === "structuredClone") return cloned(value, [file, start, end]);
    if (textFunction.test(what)) tellAbsent(value, file, start, end);
    if (what === "URLSearchParams" && !isNixExpression(value)) {
      for (const one of Object.values(value)) tellAbsent(one, file, start, end);
    }
    if (!isNixExpression(value) || isKnownToAnswer(what, value)) return value;
    tell("argument", what, value, [file, start, end]);
    return placeholder;
  },
} as const;
