import { describe, expect, test } from "@jest/globals";
import { withOwnKeys } from "../../src/conf/nspawn-flags.js";

const own = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(withOwnKeys(new Map(Object.entries(values))));

describe("binds among the flags", () => {
  test("have keys of their own, in their order", () => {
    expect(
      own({ A: "1", EXTRA_NSPAWN_FLAGS: " --bind=/a:/b --bind-ro=/c --volatile --bind=/d\\:e" }),
    ).toEqual({
      A: "1",
      BIND: "/a:/b /d\\x5c:e",
      BIND_RO: "/c",
      EXTRA_NSPAWN_FLAGS: "--volatile",
    });
  });

  test("come after those that have the keys already", () => {
    expect(own({ BIND: "/a", EXTRA_NSPAWN_FLAGS: "--bind=/b" })).toEqual({ BIND: "/a /b" });
  });

  test.each(["", " "])("none in %j are none", (flags) => {
    expect(own({ EXTRA_NSPAWN_FLAGS: flags })).toEqual({});
  });

  test("other flags stay, also those that look alike", () => {
    const flags = "--binds=/a --bind /b --bind-user=x";
    expect(own({ EXTRA_NSPAWN_FLAGS: flags })).toEqual({ EXTRA_NSPAWN_FLAGS: flags });
  });
});
