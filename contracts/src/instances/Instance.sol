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

    /// @dev Only the acting door itself enters: a module that is asked in the middle of an act cannot come back as it.
    error InstanceOnlyActor(address caller, address actor);

    constructor(IMarketMaster master) {
        MASTER = master;
    }

    error InstanceOnlyMaster(address caller);

    modifier onlyMaster() {
        require(msg.sender == address(MASTER), InstanceOnlyMaster(msg.sender));
        _;
    }

    /// @dev Who is acting upon this instance, for an exit: no valid identity is needed.
    function _actor() internal view returns (address door) {
        door = MASTER.actor();
        require(msg.sender == door, InstanceOnlyActor(msg.sender, door));
    }

    /// @dev Who is acting upon this instance, active with all its parents: an entry.
    function _entrant() internal view returns (address door) {
        door = MASTER.entrant();
        require(msg.sender == door, InstanceOnlyActor(msg.sender, door));
    }

    /// @dev An entry with `amount` of `money`, where `other` must be active too. Returns the code in force under `name`.
    function _enter(address money, uint256 amount, address other, bytes32 name) internal returns (address code) {
        address door;
        (door, code) = MASTER.enter(money, amount, other, name);
        require(msg.sender == door, InstanceOnlyActor(msg.sender, door));
    }
}
