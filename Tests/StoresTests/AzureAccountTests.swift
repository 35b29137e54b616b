// Which account of Azure, and how its requests are signed.

import Tables
import Testing

@testable import Stores

@Suite("Accounts of Azure")
struct AzureAccountTests {
    private static func account(
        _ word: String, _ options: [String] = [], _ environment: [String: String] = [:]
    ) throws -> AzureAccount {
        let path = try #require(StorePath(word))
        return try AzureAccount(path, StoreOptions(options)) { environment[$0] }
    }

    @Test("The account is the place's, else the option's, else the environment's")
    func name() throws {
        let environment = ["AZURE_STORAGE_ACCOUNT": "mine"]
        #expect(
            try Self.account("abfss://c@theirs.dfs.core.windows.net/x", ["account=given"], environment).name == "theirs"
        )
        #expect(try Self.account("az://c/x", ["account=given"], environment).name == "given")
        #expect(try Self.account("az://c/x", [], environment).name == "mine")
        #expect(throws: TableError.self) { try Self.account("az://c/x") }
        #expect(throws: TableError.self) { try Self.account("az://c@a.evil.example/x") }
        #expect(throws: TableError.self) { try Self.account("az://c@UPPER/x") }
    }

    @Test("Clouds of countries are told by the host")
    func clouds() throws {
        let account = try Self.account("abfss://c@theirs.blob.core.chinacloudapi.cn/x")
        #expect(account.authority == ".core.chinacloudapi.cn" && account.scheme == "https")
        #expect(try Self.account("az://c@theirs/x").authority.isEmpty)
    }

    @Test("A key of the environment signs for its own account only")
    func keys() throws {
        let environment = [
            "AZURE_STORAGE_ACCOUNT": "mine", "AZURE_STORAGE_KEY": "a2V5", "AZURE_STORAGE_SAS_TOKEN": "sig=s",
        ]
        #expect(try Self.account("az://c/x", [], environment).credential == .accountKey("a2V5"))
        #expect(try Self.account("az://c@theirs/x", [], environment).credential == .usual)
        #expect(try Self.account("az://c/x", ["anonymous=true"], environment).credential == .none)
        let token = ["AZURE_STORAGE_ACCOUNT": "mine", "AZURE_STORAGE_SAS_TOKEN": "?sv=1&sig=s"]
        #expect(try Self.account("az://c/x", [], token).credential == .sharedAccessSignature("?sv=1&sig=s"))
        #expect("\(try Self.account("az://c/x", [], environment).credential)" == "account key")
    }

    @Test("A connection string says all, the emulator's too")
    func connection() throws {
        let text = "DefaultEndpointsProtocol=https;AccountName=mine;AccountKey=a2V5==;EndpointSuffix=core.windows.net"
        let account = try Self.account("az://c/x", [], ["AZURE_STORAGE_CONNECTION_STRING": text])
        #expect(account.name == "mine" && account.credential == .accountKey("a2V5=="))
        #expect(account.authority == ".core.windows.net")
        let emulator = try Self.account(
            "az://c/x", [], ["AZURE_STORAGE_CONNECTION_STRING": "UseDevelopmentStorage=true"])
        #expect(
            emulator.name == "devstoreaccount1" && emulator.authority == "127.0.0.1:10000" && emulator.scheme == "http")
        let endpoint = try Self.account(
            "az://c/x", [],
            [
                "AZURE_STORAGE_CONNECTION_STRING":
                    "BlobEndpoint=https://own.blob.core.windows.net/;SharedAccessSignature=sig=s"
            ])
        #expect(endpoint.name == "own" && endpoint.authority == ".core.windows.net")
        #expect(endpoint.credential == .sharedAccessSignature("?sig=s"))
        let theirs = try Self.account("az://c@theirs/x", [], ["AZURE_STORAGE_CONNECTION_STRING": text])
        #expect(theirs.credential == .usual && theirs.authority.isEmpty)
    }

    @Test("Options are checked against the stores of the command")
    func options() throws {
        let places = ["gs://b/x", "az://c/x"].compactMap { StorePath($0) }
        try StoreOptions(["az.endpoint=http://h:1", "account=mine", "anonymous=true"]).check(for: places)
        try StoreOptions(["region=x"]).check(for: [])
        #expect(throws: StoreOptions.Failure.self) { try StoreOptions(["region=x"]).check(for: places) }
        #expect(throws: StoreOptions.Failure.self) { try StoreOptions(["account=mine"]).check(for: [places[0]]) }
        #expect(throws: StoreOptions.Failure.self) { try StoreOptions(["account=secret@host"]) }
    }
}
