import type { Contract } from './contract'
import type { Logger } from './logger'
import { check, misfit, type Checked } from './standardSchema'
import { isTaken } from './takenEvents'
import type { RealtimeNamespace } from './types'

/** Emits to rooms, or to everybody. Never throws into the app: what cannot be sent is logged. */
export type Emit = (rooms: readonly string[] | null, event: string, data: unknown) => void

interface EmitParts {
  nsp: RealtimeNamespace
  contract: Contract | undefined
  logger: Logger
}

export function createEmit({ nsp, contract, logger }: EmitParts): Emit {
  const declared = contract && new Map(Object.entries(contract.events))

  return (rooms, event, data) => {
    if (rooms?.length === 0) return
    const failed = (error: unknown) =>
      logger.error({ event, error }, 'an event could not be emitted')
    const send = (value: unknown) => {
      // Custom events are outside the typed map.
      const audience = (rooms ? nsp.to([...rooms]) : nsp) as {
        emit: (event: string, value: unknown) => void
      }
      audience.emit(event, value)
    }
    const sendChecked = (checked: Checked<unknown>) => {
      if (checked.issues) throw misfit(`The data of ${event}`, checked.issues)
      send(checked.value)
    }
    try {
      if (!declared || isTaken(event)) {
        send(data)
        return
      }
      const schema = declared.get(event)
      if (!schema) throw new TypeError(`"${event}" is not among the events of the contract.`)
      const checked = check(schema, data)
      if (checked instanceof Promise) checked.then(sendChecked).catch(failed)
      else sendChecked(checked)
    } catch (error) {
      failed(error)
    }
  }
}
