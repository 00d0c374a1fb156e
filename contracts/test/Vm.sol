// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @dev The cheat codes of forge that these tests use.
interface Vm {
    struct Log { bytes32[] topics; bytes data; address emitter; }

    struct Gas { uint64 gasLimit; uint64 gasTotalUsed; uint64 gasMemoryUsed; int64 gasRefunded; uint64 gasRemaining; }

    function deployCode(string calldata artifact, bytes calldata arguments) external returns (address);
    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
    function getNonce(address account) external view returns (uint64);

    function addr(uint256 key) external pure returns (address);
    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function signP256(uint256 key, bytes32 digest) external pure returns (bytes32 r, bytes32 s);
    function publicKeyP256(uint256 key) external pure returns (uint256 x, uint256 y);
    function eip712HashTypedData(string calldata json) external pure returns (bytes32);
    function toString(address value) external pure returns (string memory);
    function toString(uint256 value) external pure returns (string memory);

    function warp(uint256 time) external;
    function roll(uint256 number) external;
    function chainId(uint256 id) external;
    function prank(address sender) external;
    function etch(address target, bytes calldata code) external;
    function deal(address account, uint256 balance) external;
    function label(address account, string calldata name) external;
    function assume(bool condition) external pure;
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
    function snapshotState() external returns (uint256);
    function revertToState(uint256 id) external returns (bool);

    function expectRevert() external;
    function expectRevert(bytes calldata reason) external;
    function expectEmit(address emitter) external;

    function lastCallGas() external view returns (Gas memory);
    function snapshotValue(string calldata group, string calldata name, uint256 value) external;

    function assertTrue(bool condition, string calldata what) external pure;
    function assertEq(uint256 got, uint256 wanted, string calldata what) external pure;
    function assertEq(address got, address wanted, string calldata what) external pure;
    function assertEq(bytes32 got, bytes32 wanted, string calldata what) external pure;
    function assertEq(bytes calldata got, bytes calldata wanted, string calldata what) external pure;
    function assertLe(uint256 got, uint256 most, string calldata what) external pure;
    function assertGt(uint256 got, uint256 least, string calldata what) external pure;
}
