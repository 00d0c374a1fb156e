// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IMasterEvents} from "../interfaces/IMasterEvents.sol";

/// @dev Who acts, upon what, within which mandate: known for the length of one act and named by nobody but the door itself.
abstract contract Acting is IMasterEvents {
    /// @dev How long the public knows of a replacement, a conversion, an order before it can be carried out.
    uint64 internal constant NOTICE = 7 days;

    address internal transient _actor;
    address internal transient _target;
    address internal transient _asset;
    uint256 internal transient _left;
    /// @dev The instance whose step is going on.
    address internal transient _stepping;
    /// @dev Whose due an escrow gives back by an order of the regulator.
    address internal transient _surrendered;

    /// @dev One act at a time: a door's own kernel functions run only while nothing else does.
    modifier idle() {
        _requireIdle();
        _;
    }

    function _requireIdle() internal view {
        require(_actor == address(0) && _stepping == address(0), MasterBusy());
    }

    /// @dev EIP-1167: the clone's code points to `code` for ever.
    function _clone(address code) internal returns (address) {
        return Clones.clone(code);
    }

    /// @dev The act must be addressed to the caller.
    function _requireActing() internal view returns (address) {
        return _actorUpon(msg.sender);
    }

    function _actorUpon(address target) internal view returns (address) {
        require(_actor != address(0) && _target == target, MasterNotActing(target));
        return _actor;
    }

    /// @dev Spends `amount` of the mandate: promise 2.
    function _spend(address asset, uint256 amount) internal {
        require(_asset == asset, MasterOtherAsset(_asset, asset));
        require(amount <= _left, MasterMandateExceeded(amount, _left));
        _left -= amount;
    }
}
