import type { AssertExpression } from "../syntax.js";
import { printApplied } from "./application.js";
import type { DocumentBuilder } from "./builder.js";
import { Gap } from "./document.js";
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
  out.group(() => {
    printApplied(
      out,
      () => {
        out.text("assert");
      },
      given,
      false,
    );
    out.text(";");
    out.spacing(Gap.hardLine);
    printAny(out, body);
  });
}
