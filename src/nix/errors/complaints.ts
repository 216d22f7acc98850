import { readLog, type LoggedError } from "../program/log.js";

/** An error or a warning of the config, cut out of all that Nix printed. */
export type Complaint =
  | { readonly kind: "error"; readonly text: string; readonly info: LoggedError | undefined }
  /** `text` is the message alone. */
  | { readonly kind: "warning"; readonly text: string };

/** How a message starts; all but the first of these are no complaints about the config. */
const start = /^(?:error|error \(ignored\)|trace|warning|evaluation warning|debug): ?|^error:$/;

/** What Nix does is told in lines that belong to no message before them. */
const activity =
  /^(?:building|copying|fetching|downloading|unpacking|querying|waiting|these|this derivation)\b|^\(use '--show-trace' |^ {2}\/nix\/store\//;

/** Errors are indented by as much as "error: " takes, whatever their text is. */
const ofError = /^(?: {7}.*|\s*)$/;
const ofWarning = /^(?: {20}.*|\s*)$/;

/** Cuts what Nix wrote to its standard error, in either format, into complaints. */
export function complaintsOf(stderr: string): readonly Complaint[] {
  const messages: { lines: [string, ...string[]]; info: LoggedError | undefined; open: boolean }[] =
    [];
  for (const entry of readLog(stderr)) {
    if (entry.kind !== "message") {
      messages.push({ lines: [""], info: undefined, open: false });
      continue;
    }
    const { text, info } = entry;
    const before = messages.at(-1);
    if (entry.plain === true && before?.open === true && continues(before.lines[0], text)) {
      before.lines.push(text);
    } else {
      messages.push({ lines: [text], info, open: entry.plain === true });
    }
  }
  return messages.flatMap((one) => complaint(one.lines.join("\n").trimEnd(), one.info) ?? []);
}

/** Whether a plain line goes on with the message before it, of which this is the first line. */
function continues(before: string, line: string): boolean {
  if (start.test(line) || activity.test(line)) return false;
  if (before.startsWith("error:")) return ofError.test(line);
  if (before.startsWith("evaluation warning:")) return ofWarning.test(line);
  // Nix prints the other lines of a trace as they are.
  return before.startsWith("trace:");
}

function complaint(text: string, info: LoggedError | undefined): Complaint | undefined {
  if (text.startsWith("error:")) return { kind: "error", text, info };
  const warned = /^(?:trace: )?(?:evaluation )?warning: (?<message>[^]*)$/.exec(text)?.groups;
  // A bare "warning:" is Nix's own, about its settings or the network.
  if (warned?.message === undefined || text.startsWith("warning:")) return undefined;
  const message = text.startsWith("evaluation")
    ? (info?.message ?? warned.message.replace(/^ {20}/gm, ""))
    : warned.message;
  return { kind: "warning", text: message };
}
