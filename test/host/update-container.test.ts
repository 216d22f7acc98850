import { expect, test } from "@jest/globals";
import { readHost } from "../../src/host/host-state.js";
import { sourceOf } from "../../src/host/update-container.js";
import { hostWith } from "./support/hosts.js";

test("the command for a container of a config can be copied into a shell", async () => {
  const mark = `# nixpawn {"version":1,"config":"/srv/my hosts/it's.ts","unit":{}}`;
  const layout = hostWith({ confs: { web: `${mark}\nPRIVATE_NETWORK=1\n` } });
  const container = (await readHost(layout, [])).containers.get("web");
  expect(() => container && sourceOf(layout, container)).toThrow(
    expect.objectContaining({
      problems: [
        expect.objectContaining({
          code: "NP721",
          hint: "run `nixpawn apply --config '/srv/my hosts/it'\\''s.ts' web`",
        }),
      ],
    }),
  );
});
