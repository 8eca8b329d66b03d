/** Always mounted: a status region is announced when its content changes, not when it appears. */
export function TypingStatus({ name, isTyping }: { name: string; isTyping: boolean }) {
  return (
    <div role="status" className="typing">
      {isTyping && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {name} is typing
        </>
      )}
    </div>
  )
}
