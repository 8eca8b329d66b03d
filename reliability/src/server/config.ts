/** How a server process is to be. */
export interface ServerConfig {
  /** 0 for any that is free. */
  port: number
  /** The SQLite file of the chat. @default nothing outlives the process */
  file?: string | undefined
  /** How the node reaches the others, through Redis at this port. @default it is alone */
  bus?: BusConfig | undefined
  /** How often clients are pinged, and how long they may take. @default as the product has it */
  pingMs?: number | undefined
  flaw?: Flaw | undefined
}

export interface BusConfig {
  adapter: AdapterName
  port: number
}

export type AdapterName = 'classic' | 'sharded' | 'streams'

/** Servers that break a promise on purpose, to see that the check catches it. */
export type Flaw = StoreFlaw | GossipFlaw

export type StoreFlaw = 'acksBeforeWriting' | 'storesTwice' | 'skipsEntries' | 'forgetsEdits'
export type GossipFlaw = 'sendsNoHeartbeats' | 'sendsNoSnapshots' | 'saysNoGoodbye'
