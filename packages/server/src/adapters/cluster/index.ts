export { setupPrimary } from '@socket.io/cluster-adapter'
export { clusterAdapter } from './clusterAdapter'
