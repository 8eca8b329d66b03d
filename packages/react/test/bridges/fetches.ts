/** What a page fetches, with answers that the test gives. */
export function createFetches() {
  const asked: { key: string; answer: (value: string) => void }[] = []
  return {
    asked,
    keys: () => asked.map(({ key }) => key),
    fetch: (key: string) =>
      new Promise<string>((resolve) => {
        asked.push({ key, answer: resolve })
      }),
  }
}
