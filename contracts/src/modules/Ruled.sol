// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IActs} from "../interfaces/IActs.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType} from "../libraries/Types.sol";

/// @dev What the modules share: the kernel, and their words in it.
abstract contract Ruled is IActs {
    IMarketMaster public immutable MASTER;

    constructor(IMarketMaster master) {
        MASTER = master;
    }

    function acts() public pure virtual returns (ActType[] memory) {
        return new ActType[](0);
    }
}
