/** A fenced block; what stands in it cannot close the fence. */
export function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replaceAll("```", "~~~")}\`\`\``;
}

/** Text of the description inside a sentence of ours: one line, and nothing that Markdown or HTML would act on. */
export function prose(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/[\\`*_{}[\]<>#|!]/gu, "\\$&");
}
