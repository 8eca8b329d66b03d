import { listOf } from '../ui/listOf'

/** Always mounted: a status region is announced when its content changes, not when it appears. */
export function TypingStatus({ names }: { names: readonly string[] }) {
  return (
    <div role="status" className="typing">
      {names.length > 0 && (
        <>
          <span className="typing-dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span className="ellipsis">
            {listOf(names, 2)} {names.length === 1 ? 'is' : 'are'} typing
          </span>
        </>
      )}
    </div>
  )
}
