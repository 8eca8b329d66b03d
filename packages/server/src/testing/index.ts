export { startTestServer, type TestServer } from './startTestServer'
export { startTestCluster, type TestCluster, type TestClusterOptions } from './startTestCluster'
export type { InProcessBusOptions } from './inProcessBus'
export { connectTestClient, type TestClient, type TestClientOptions } from './connectTestClient'
export {
  createMemoryServer,
  type MemoryServer,
  type MemoryServerOptions,
} from './createMemoryServer'
export type { Direction, TestNetwork } from './testNetwork'
export type { Contract } from '@monhub/realtime-server'
