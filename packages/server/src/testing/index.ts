export { startTestServer, type TestServer } from './startTestServer'
export { connectTestClient, type TestClient, type TestClientOptions } from './connectTestClient'
