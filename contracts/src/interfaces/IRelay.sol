// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Push, SignedAct} from "../libraries/Types.sol";

/// @notice Carries many signed acts, or many permissionless steps, in one transaction; none takes the others with it.
/// @dev It has no authority: a door asks its own signers, an instance its own state.
interface IRelay {
    /// @notice The act did not start and its nonce is not spent: bad signature, spent nonce, passed deadline, too little gas.
    event Skipped(address indexed door, uint256 indexed nonce, bytes reason);
    event Pushed(uint256 indexed index, address indexed target, bytes4 selector);
    event PushRefused(uint256 indexed index, address indexed target, bytes reason);

    /// @notice The reason of a `Skipped`: nothing of this market answers there.
    error RelayNotADoor(address account);
    /// @notice The reason of a `PushRefused`: neither an instance, nor a door, nor a module in force.
    error RelayNotAnInstance(address account);
    error RelayOnlySelf(address caller);
    /// @notice Not enough gas is left to give the next item its cap: the whole transaction is taken back.
    error RelayGasTooLow(uint256 index, uint256 got, uint256 wanted);

    function relay(SignedAct[] calldata acts) external;

    function push(Push[] calldata steps) external;
}
