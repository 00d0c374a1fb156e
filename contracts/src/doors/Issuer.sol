// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType} from "../libraries/Types.sol";
import {Client} from "./Client.sol";

/// @notice An issuer: defines share classes, proposes campaigns, receives the proceeds.
contract Issuer is Client {
    constructor(IMarketMaster master) Client(master) {}

    /// @notice Define a share class in the keeping of `trustee`.
    function createClass(bytes32 name, bytes32 symbol, address trustee) external onlySelf {
        MASTER.createClass(name, symbol, trustee);
    }

    function acts() external pure returns (ActType[] memory list) {
        list = _clientActs(1);
        list[6] = ActType(
            this.createClass.selector, 300_000, 1,
            "CreateClass(address door,address asset,uint256 most,bytes32 name,bytes32 symbol,address trustee,uint256 nonce,uint256 deadline)"
        );
    }
}
