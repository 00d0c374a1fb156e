// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IActs} from "../interfaces/IActs.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";

/// @dev What campaigns and markets share: the kernel that moves for them, and the lock around a step that nobody acts in.
abstract contract Instance is IActs {
    IMarketMaster public immutable MASTER;

    /// @dev A step that anyone may push: it takes the same lock as an act.
    modifier step() {
        MASTER.lock();
        _;
        MASTER.unlock();
    }

    constructor(IMarketMaster master) {
        MASTER = master;
    }
}
