const architectures: Readonly<Partial<Record<NodeJS.Architecture, string>>> = {
  arm: "armv7l",
  arm64: "aarch64",
  ia32: "i686",
  loong64: "loongarch64",
  riscv64: "riscv64",
  x64: "x86_64",
};

/** Nix's name of the platform that containers run on: Linux on this machine's processor. */
export function defaultSystem(architecture: NodeJS.Architecture = process.arch): string {
  return `${architectures[architecture] ?? architecture}-linux`;
}
