/** The shortest text that reads back as the same double; Nix wants a dot in every float. */
export function floatText(value: number): string {
  const text = String(value);
  if (text.includes(".")) return text;
  return text.includes("e") ? text.replace("e", ".0e") : `${text}.0`;
}
