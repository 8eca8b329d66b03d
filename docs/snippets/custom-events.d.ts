// What docs/custom-events.md leaves to the reader's app. A program of its own: the page registers a
// contract, which holds for all that is compiled with it.
declare global {
  const io: import('socket.io').Server
  const authenticate: (handshake: object) => { userId: string } | null
}
export {}
