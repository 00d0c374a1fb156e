// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice Anchors of off-chain records: a Merkle root, a version that counts up, and where the record lies, encrypted.
interface IRecords {
    /// @notice `locator` is three pairs of words: the record's place, encrypted to operator, trustee and regulator.
    event Anchored(address indexed door, bytes32 indexed record, uint256 version, bytes32 root, bytes32[6] locator);

    error RecordsRootZero();
    error RecordsNotYours(bytes32 record, address door);
    /// @notice Versions count up by one, so that a rolled-back row is noticed.
    error RecordsWrongVersion(uint256 got, uint256 wanted);

    function anchor(
        bytes32 record, uint256 version, bytes32 root, bytes32 l0, bytes32 l1, bytes32 l2, bytes32 l3, bytes32 l4, bytes32 l5
    ) external;
    function anchorOf(bytes32 record) external view returns (address door, uint256 version, bytes32 root);
}
