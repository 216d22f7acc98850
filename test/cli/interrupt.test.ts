import { expect, test } from "@jest/globals";
import { goodConfig } from "../support/configs.js";
import { folderWith, nixpawn, said, start } from "../support/program.js";

test("a config that loops forever can be ended with Ctrl-C", async () => {
  const folder = folderWith({ "containers.ts": `console.log("here"); for (;;);\n${goodConfig}` });
  const running = start(folder, ["validate"]);
  await said(running, "here");
  running.kill("SIGINT");
  // To a shell this is 130 as well.
  expect((await running).signal).toBe("SIGINT");
});

test("a config that waits can be ended with Ctrl-C", async () => {
  const wait = 'console.log("here"); await new Promise((done) => setTimeout(done, 60_000));';
  const folder = folderWith({ "containers.ts": `${wait}\n${goodConfig}` });
  const running = start(folder, ["validate"]);
  await said(running, "here");
  running.kill("SIGINT");
  const { exitCode, signal } = await running;
  expect(exitCode ?? signal).toBe("SIGINT");
});

test("what a config leaves running does not keep the program", async () => {
  const left = 'import { createServer } from "node:net";\ncreateServer().listen(0, "127.0.0.1");\n';
  const folder = folderWith({
    "containers.ts": `${left}setInterval(() => undefined, 1000);\n${goodConfig}`,
  });
  // One that was kept would run for ever.
  const run = await nixpawn(folder, "generate");
  expect(run).toMatchObject({ exitCode: 0, stderr: "containers: 2 created\n" });
});
