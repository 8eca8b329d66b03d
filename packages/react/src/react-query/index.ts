'use client'

export { useQuerySync, type QueryTarget } from './useQuerySync'
export type { InvalidationMap } from '@monhub/realtime-react/core'
export type { InvalidationOptions } from '@monhub/realtime-react'
