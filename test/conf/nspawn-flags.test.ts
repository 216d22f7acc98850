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

  test("may have their value in the next word", () => {
    const flags = "--bind  /a:/b --bind-ro /c --volatile";
    expect(own({ EXTRA_NSPAWN_FLAGS: flags })).toEqual({
      BIND: "/a:/b",
      BIND_RO: "/c",
      EXTRA_NSPAWN_FLAGS: "--volatile",
    });
  });

  test("are another thing where own keys map owners", () => {
    const values = { PRIVATE_USERS: "pick", EXTRA_NSPAWN_FLAGS: "--bind=/a" };
    expect(own(values)).toEqual(values);
    const same = { PRIVATE_USERS: "identity", EXTRA_NSPAWN_FLAGS: "--bind=/a" };
    expect(own(same)).toEqual({ PRIVATE_USERS: "identity", BIND: "/a" });
  });

  test("come after those that have the keys already", () => {
    expect(own({ BIND: "/a", EXTRA_NSPAWN_FLAGS: "--bind=/b" })).toEqual({ BIND: "/a /b" });
  });

  test.each(["", " "])("none in %j are none", (flags) => {
    expect(own({ EXTRA_NSPAWN_FLAGS: flags })).toEqual({});
  });

  test("other flags stay, also those that look alike", () => {
    const flags = "--binds=/a --bind-user=x --volatile --bind";
    expect(own({ EXTRA_NSPAWN_FLAGS: flags })).toEqual({ EXTRA_NSPAWN_FLAGS: flags });
  });
});
