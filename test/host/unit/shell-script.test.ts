import { spawnSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readCommandLine, readShellScript } from "../../../src/host/unit/shell-script.js";

const read = (text: string): string[] => [...readShellScript(text).read].sort();

describe("variables that a script uses", () => {
  test.each([
    ['[ "$A" = 1 ] && run', ["A"]],
    ["run ${A}", ["A"]],
    ['run "${A:-}" "${B-}" ${C:+x} ${#D} ${E%%:*} ${F//x/y} ${G[0]}', "ABCDEFG".split("")],
    ['run "${A:-$B}" "${A:-"${C}"}"', ["A", "B", "C"]],
    ['for one in $A; do run --x="$one"; done', ["A", "one"]],
    ['if [[ -n "${A-}" ]] || [[ -v B ]]; then run; fi', ["A", "B"]],
    ['flags+=("--private-users=$A" \\\n  --x "$B")', ["A", "B"]],
    ['run `echo $A` "`cat \\"$B\\"`"', ["A", "B"]],
    ['run "$(printf %s "$A" | tr , " ")"', ["A"]],
    ["run <<END\nx $A \"'$B'\n\\$C\nEND\nrun $D", ["A", "B", "D"]],
    ['IFS=, read -r -a ports <<<"${A:-}"', ["A"]],
    ["(( A > 1 )) && run $((B + ${C:-1}))", ["A", "B", "C"]],
    ["case $A in pick) run $B ;; esac", ["A", "B"]],
    ['echo $A > /run/file; printf %s "$B" | run', ["A", "B"]],
    ["for key in HOST_BRIDGE HOST_PORT; do run ${!key}; done", ["HOST_BRIDGE", "HOST_PORT", "key"]],
    ["run $(printenv HOST_BRIDGE)", ["HOST_BRIDGE"]],
    ["declare -n one=HOST_BRIDGE; run $one", ["one"]],
    ["run a#$A x'#'$B", ["A", "B"]],
  ])("%j uses %j", (text, names) => {
    expect(read(text)).toEqual(expect.arrayContaining(names));
    expect(names).toEqual(expect.arrayContaining(read(text).filter((one) => /^[A-Z]$/.test(one))));
  });

  test.each([
    "# $A ${A}",
    "run x # [ $A = 1 ]",
    "run '$A' \\$A \"\\$A\" $'$A \\' $A'",
    "cat <<'END'\n$A\n${A}\nEND",
    "cat <<\\END\n$A\nEND",
    '\tcat <<-"END"\n\t$A\n\tEND',
    'run --setenv A="$A" --setenv=A="${A:-}" -E A=$A',
    'export A="$A"',
    "A=${A:-no}",
    'echo "users: $A" >&2',
    'printf "%s\\n" "$A"; logger "$A" 2>/dev/null',
    ': "${A:-}"',
    "A=1 unset A",
    "run A $ $1 $@ $(true) ${1:-}",
  ])("%j uses none", (text) => {
    expect(read(text).filter((one) => one === "A")).toEqual([]);
  });

  test("what is handed on, and the files that it leads to", () => {
    const found = readShellScript(
      'here=${BASH_SOURCE[0]%/*}\n. "${here}/words.bash"\nsource /etc/x\nexec /bin/nspawn --setenv A="$A" \\\n  /store/init "${S:-/p}/init" # /not/this\n',
    );
    expect([...found.passedOn]).toEqual(["A"]);
    expect([...found.files].sort()).toEqual(
      ["./init", "./words.bash", "/bin/nspawn", "/etc/x", "/store/init"].sort(),
    );
    expect([...found.sourced]).toEqual(["./words.bash", "/etc/x"]);
  });

  test("a command line in which systemd puts variables", () => {
    const { read, files } = readCommandLine("/bin/run --users=${A} $B --setenv=C=${C} /x");
    expect([[...read], [...files]]).toEqual([
      ["A", "B"],
      ["/bin/run", "/x"],
    ]);
  });

  test("anything is read to its end", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(..."$({})'\"`\\<\n #A=/;&|!-".split(""))), (parts) => {
        readShellScript(parts.join(""));
      }),
      { numRuns: 3000 },
    );
  });
});

/** Words of bash, in which the variable may stand anywhere. */
const { word } = fc.letrec<Readonly<Record<"word" | "part" | "inner", string>>>((tie) => ({
  word: fc.array(tie("part"), { minLength: 1, maxLength: 3 }).map((all) => all.join("")),
  part: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom("a", "a#", "'$KEY'", "\\$KEY", "$'x\\'$KEY'", "'a#'", "$KEY", "${KEY}"),
    fc.constantFrom("${KEY:-x}", "$((KEY+1))", "$OTHER", "${OTHER:-'$KEY'}", "${KEY%x}"),
    tie("inner").map((text) => `"${text}"`),
    tie("word").map((text) => `$(printf %s ${text})`),
    tie("word").map((text) => `\${NONE:-${text}}`),
  ),
  inner: fc
    .array(
      fc.oneof(
        fc.constantFrom("a b", "'", "# $OTHER", "\\$KEY", "$KEY", "'$OTHER'", "\\\\"),
        tie("word").map((text) => `$(printf %s ${text})`),
      ),
      { maxLength: 3 },
    )
    .map((all) => all.join("")),
}));

const line = fc.oneof(
  word.map((text) => `use ${text}`),
  word.map((text) => `use x # ${text.replaceAll("\n", "")}`),
  word.map((text) => `if [ -n x ]; then use ${text}; fi`),
  word.map((text) => `list=(${text} "b"); use "\${list[@]}"`),
  fc
    .constantFrom("'END'", "\\END", '"END"')
    .map((end) => `use "$(cat <<${end}\n$KEY \${KEY}\nEND\n)"`),
  fc.constant("use \"$(cat <<END\n'\\$KEY'\nEND\n)\""),
  fc.constant("use \"$(cat <<END\n'$KEY' it's\nEND\n)\""),
);

const bash = spawnSync("bash", ["-c", "true"]).status === 0 ? describe : describe.skip;

bash("as bash reads it", () => {
  test("a variable is used where its value arrives", () => {
    const all = fc.sample(fc.array(line, { minLength: 1, maxLength: 2 }), {
      numRuns: 600 * Number(process.env.NIXPAWN_RUNS ?? 1),
      seed: 20261128,
    });
    // Its value, one more in sums, and its length in characters.
    const script = all
      .map((lines, index) => `echo "@${String(index)}"\n(\n${lines.join("\n")}\n) 2>/dev/null\n`)
      .join("");
    const { stdout } = spawnSync("bash", ["-c", `use() { printf '%s\\n' "$@"; }\n${script}`], {
      env: { PATH: process.env.PATH, KEY: "73418888888", OTHER: "other" },
      encoding: "utf8",
    });
    const arrived = stdout.split(/^@\d+\n/m).slice(1);
    expect(arrived).toHaveLength(all.length);
    let used = 0;
    all.forEach((lines, index) => {
      const text = lines.join("\n");
      // Its value, or one more.
      const isUsed = /7341888888[89]/.test(arrived[index] ?? "");
      if (isUsed) used += 1;
      // What `:-` has for others is read as well, and may not arrive.
      const mayNotArrive = /\$\{(?:NONE|OTHER)/.test(text);
      const isRead = readShellScript(text).read.has("KEY");
      expect([text, isRead]).toEqual([text, isUsed || (mayNotArrive && isRead)]);
    });
    process.stderr.write(`${String(all.length)} scripts, ${String(used)} of which use it\n`);
    expect(used).toBeGreaterThan(100);
  });
});
