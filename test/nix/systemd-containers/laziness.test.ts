import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { evaluate } from "../../../src/nix/program/evaluate.js";
import { describeWithPath } from "../support/tools.js";
import { bundledModule } from "./support/bundled-module.js";

const module = bundledModule();

describeWithPath("nixpkgs-lib/lib")("the spine of the evaluation", () => {
  test("needs no package: names, options and conf texts come without `pkgs`", async () => {
    const expression = `
      let
        lib = import <nixpkgs-lib/lib>;
        noPackages = throw "pkgs was looked at";
        host = lib.evalModules {
          specialArgs.pkgs = noPackages;
          modules = [
            ${join(module, "options.nix")}
            { systemd.containers.web = { path = "/x"; privateNetwork = true; hostAddress = "10.0.0.1"; }; }
          ];
        };
        conf = import ${join(module, "conf.nix")} { inherit lib; };
      in {
        names = builtins.attrNames host.config.systemd.containers;
        text = conf.text (conf.entries host.config.systemd.containers.web);
      }`;
    expect(await evaluate({ expression })).toEqual({
      names: ["web"],
      text: "SYSTEM_PATH=/x\nCOPY_RESOLV_CONF=1\nPRIVATE_NETWORK=1\nHOST_ADDRESS=10.0.0.1\nHOST_INTERFACE=c-web\nPRIVATE_USERS=no\n",
    });
  });

  test("goes over each module once", async () => {
    // A trace for each time that the body of a module is evaluated.
    const lines: string[] = [];
    const expression = `
      let
        lib = import <nixpkgs-lib/lib>;
        counted = name: file: args@{ ... }: builtins.trace "body of \${name}" (import file args);
        withArguments = name: file: lib.setFunctionArgs (counted name file) (builtins.functionArgs (import file));
        host = lib.evalModules {
          specialArgs.pkgs = { };
          modules = [
            (withArguments "options" ${join(module, "options.nix")})
            { systemd.containers.web.path = "/x"; systemd.containers.db.path = "/y"; }
          ];
        };
      in builtins.attrNames host.config.systemd.containers`;
    const onLine = (line: string): void => {
      if (line.includes("body of")) lines.push(line);
    };
    expect(await evaluate({ expression }, { onLine })).toEqual(["db", "web"]);
    expect(lines).toEqual(["trace: body of options"]);
  });
});
