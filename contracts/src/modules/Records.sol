// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IRecords} from "../interfaces/IRecords.sol";
import {ActType} from "../libraries/Types.sol";
import {Ruled} from "./Ruled.sol";

/// @notice Anchors of off-chain records. No personal data: a root over salted leaves, a version, an encrypted place.
contract Records is Ruled, IRecords {
    bytes32 private constant NAME = "records";

    constructor(IMarketMaster master) Ruled(master) {}

    /// @inheritdoc IRecords
    function anchor(
        bytes32 record, uint256 version, bytes32 root, bytes32 l0, bytes32 l1, bytes32 l2, bytes32 l3, bytes32 l4, bytes32 l5
    ) external {
        address door = MASTER.entrant();
        (address owner, uint256 last,) = anchorOf(record);
        require(root != 0, RecordsRootZero());
        require(owner == address(0) || owner == door, RecordsNotYours(record, door));
        require(version == last + 1, RecordsWrongVersion(version, last + 1));

        MASTER.write(record, root);
        MASTER.write(_head(record), bytes32(uint256(uint160(door)) << 96 | version));

        emit Anchored(door, record, version, root, [l0, l1, l2, l3, l4, l5]);
    }

    /// @inheritdoc IRecords
    function anchorOf(bytes32 record) public view returns (address door, uint256 version, bytes32 root) {
        uint256 head = uint256(MASTER.word(NAME, _head(record)));
        return (address(uint160(head >> 96)), uint96(head), MASTER.word(NAME, record));
    }

    function _head(bytes32 record) private pure returns (bytes32) {
        return keccak256(abi.encode("head", record));
    }

    function acts() public pure override returns (ActType[] memory list) {
        list = new ActType[](1);
        list[0] = ActType(
            this.anchor.selector, 220_000, 1,
            "Anchor(address records,address asset,uint256 most,bytes32 record,uint256 version,bytes32 root,bytes32 l0,bytes32 l1,bytes32 l2,bytes32 l3,bytes32 l4,bytes32 l5,uint256 nonce,uint256 deadline)"
        );
    }
}
