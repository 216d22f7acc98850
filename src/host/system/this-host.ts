import { networkInterfaces } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import {
  profileGenerations,
  rollBackProfile,
  setProfile,
  switchGeneration,
} from "../../nix/program/profile.js";
import { runProgram } from "../../nix/program/run.js";
import { ifLockIsFree, withLockFile } from "../../tree/lock.js";
import type { HostSystem } from "./host-system.js";

/** The host that nixpawn runs on. */
export const thisHost: HostSystem = {
  run: runProgram,
  change: async (_path, make) => make(),
  profiles: {
    set: setProfile,
    generations: profileGenerations,
    rollBack: rollBackProfile,
    switchTo: switchGeneration,
  },
  locks: { holding: withLockFile, ifFree: ifLockIsFree },
  clock: {
    sleep,
    timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
    monotonic: () => process.hrtime()[0],
  },
  proc: "/proc",
  addresses: () =>
    Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)),
};
