/** What a value that Nix has no counterpart for is called, and what to write instead. */
export function describeValue(value: unknown): { what: string; hint?: string } {
  if (value === undefined) {
    return { what: "undefined", hint: "leave the option out, or write null" };
  }
  if (typeof value === "function") {
    return {
      what: value.name === "" ? "a function" : `the function \`${value.name}\``,
      hint: "call it, or write nix`…` for a function of Nix",
    };
  }
  if (typeof value === "symbol") return { what: "a symbol", hint: "write a string" };
  return typeof value === "object" ? describeObject(value) : { what: typeof value };
}

function describeObject(value: object | null): { what: string; hint?: string } {
  switch (Object.prototype.toString.call(value)) {
    case "[object Date]":
      return { what: "a Date", hint: "write the date as a string: `date.toISOString()`" };
    case "[object Map]":
      return { what: "a Map", hint: "make it an object: `Object.fromEntries(map)`" };
    case "[object Set]":
      return { what: "a Set", hint: "make it an array: `[...set]`" };
    case "[object Promise]":
      return { what: "a promise", hint: "put `await` before it" };
    case "[object RegExp]":
      return { what: "a regular expression", hint: "write its source as a string" };
    case "[object Error]":
      return { what: "an Error" };
    default: {
      const name = constructorName(value);
      return {
        what: name === undefined ? "no plain object" : `an instance of \`${name}\``,
        hint: "write a plain object: `{ ...value }`",
      };
    }
  }
}

function constructorName(value: object | null): string | undefined {
  const constructor: unknown = value === null ? undefined : value.constructor;
  return typeof constructor === "function" && constructor.name !== ""
    ? constructor.name
    : undefined;
}
