const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether nothing is left without white space, control and zero-width characters. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}
