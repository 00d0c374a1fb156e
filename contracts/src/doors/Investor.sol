// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType} from "../libraries/Types.sol";
import {Client} from "./Client.sol";

/// @notice An investor: pledges, trades, withdraws.
contract Investor is Client {
    constructor(IMarketMaster master) Client(master) {}

    function acts() external pure returns (ActType[] memory) {
        return _clientActs(0);
    }
}
