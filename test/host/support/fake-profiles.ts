import { existsSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { HostLayout } from "../../../src/host/layout.js";
import { readProfile } from "../../../src/host/snapshot/profile-link.js";
import type { Profiles } from "../../../src/host/system/host-system.js";
import type { Life } from "./life.js";

/** Links as nix-env(1) makes them; the store is nobody's. */
export function fakeProfiles(places: HostLayout, life: Life): Profiles {
  const numbers = (profile: string): number[] =>
    (existsSync(dirname(profile)) ? readdirSync(dirname(profile)) : [])
      .flatMap((one) => /^system-(\d+)-link$/.exec(one)?.[1] ?? [])
      .map(Number)
      .sort((one, other) => one - other);
  const current = (profile: string): number | undefined =>
    readProfile(places, relative(places.profiles, dirname(profile)))?.generation;
  const lead = (profile: string, generation: number): void => {
    rmSync(profile, { force: true });
    symlinkSync(`system-${String(generation)}-link`, profile);
  };
  return {
    set: (profile, path) =>
      life.change(`set ${relative(places.root, profile)}`, () => {
        const next = (numbers(profile).at(-1) ?? 0) + 1;
        symlinkSync(path, join(dirname(profile), `system-${String(next)}-link`));
        lead(profile, next);
        return Promise.resolve();
      }),
    generations: (profile) =>
      life.look(() =>
        Promise.resolve(
          numbers(profile).map((number) => ({
            number,
            date: new Date(number * 1000),
            current: number === current(profile),
          })),
        ),
      ),
    rollBack: (profile) =>
      life.change("roll back", () => {
        const before = numbers(profile)
          .filter((one) => one < (current(profile) ?? 0))
          .at(-1);
        lead(profile, before ?? NaN);
        return Promise.resolve();
      }),
    switchTo: (profile, generation) =>
      life.change("switch the profile", () => {
        lead(profile, generation);
        return Promise.resolve();
      }),
  };
}
