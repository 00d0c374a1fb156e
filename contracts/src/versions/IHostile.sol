// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice What {HostileMoney} is told to take, and what becomes of its orders.
interface IHostile {
    /// @notice Whom and what it is after: `amount` sen of `token`, certificate `id` of `face`, both of `from`; all for `to`.
    struct Prey { address token; address face; address from; address to; uint256 amount; uint256 id; }

    /// @notice Orders the kernel in every way there is to bring the prey to `to`. Of each order: whether it was obeyed, and
    /// the kernel's reason where it was not.
    function rob(Prey calldata p) external returns (bytes[] memory orders, bool[] memory obeyed, bytes[] memory reasons);
}
