'use client'

export { useSWRSync, type SWRTarget } from './useSWRSync'
export type { InvalidationMap } from '@monhub/realtime-react/core'
export type { InvalidationOptions } from '@monhub/realtime-react'
