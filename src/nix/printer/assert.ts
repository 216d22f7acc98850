import type { AssertExpression } from "../syntax.js";
import { printApplied } from "./application.js";
import type { DocumentBuilder } from "./builder.js";
import { Gap, type PendingMark } from "./document.js";
import { printAny } from "./expression.js";
import { Binding, placed } from "./positions.js";

/** `assert` and its condition are laid out like a call of a function named assert. */
export function printAssert(out: DocumentBuilder, { condition, body }: AssertExpression): void {
  const given =
    condition.kind === "call"
      ? [condition.callee, ...condition.arguments].map((one) =>
          placed(one, Binding.select, out.directory),
        )
      : [placed(condition, Binding.any, out.directory)];
  // The condition's own mark, where it is not printed as one thing.
  const path = condition.kind === "call" ? condition.mark : undefined;
  let mark: PendingMark | undefined;
  out.group(() => {
    printApplied(
      out,
      () => {
        out.text("assert");
        if (path !== undefined) mark = out.openMark(path);
      },
      given,
      false,
    );
    if (mark !== undefined) out.closeMark(mark);
    out.text(";");
    out.spacing(Gap.hardLine);
    printAny(out, body);
  });
}
