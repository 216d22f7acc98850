import { readFileSync, writeFileSync } from "node:fs";

/**
 * Each systemd watches files with about eight instances of inotify, and Linux allows root 128 where
 * nobody says otherwise; NixOS says otherwise (inotify(7)).
 */
const limit = "/proc/sys/fs/inotify/max_user_instances";

/** Lets this machine run fifty containers and more. @returns what sets the limit back */
export function raiseInotifyLimit(): () => void {
  const before = readFileSync(limit, "utf8");
  if (Number(before) < 2048) writeFileSync(limit, "2048");
  return () => {
    writeFileSync(limit, before);
  };
}
