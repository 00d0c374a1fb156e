// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IMoneyFace} from "../interfaces/IFaces.sol";
import {IMoneyRules} from "../interfaces/IRules.sol";
import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {ActType} from "../libraries/Types.sol";
import {Faced} from "./Faced.sol";

/// @notice One trustee's ringgit as ERC-20: 2 decimals, so that 100 is RM 1.00.
contract MoneyToken is IERC20Metadata, IERC165, IMoneyFace, Faced {
    constructor(IMarketMaster master) Faced(master) {}

    function decimals() external pure returns (uint8) {
        return 2;
    }

    function name() public view override(Faced, IERC20Metadata) returns (string memory) {
        return super.name();
    }

    function symbol() public view override(Faced, IERC20Metadata) returns (string memory) {
        return super.symbol();
    }

    function totalSupply() external view returns (uint256) {
        return MASTER.faceOf(address(this)).supply;
    }

    function balanceOf(address account) external view returns (uint256) {
        return MASTER.balanceOf(address(this), account);
    }

    function allowance(address owner, address spender) external view returns (uint256) {
        return MASTER.allowance(address(this), owner, spender);
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        MASTER.transferMoney(msg.sender, msg.sender, to, amount);
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        MASTER.transferMoney(msg.sender, from, to, amount);
        return true;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        MASTER.approveMoney(msg.sender, spender, amount);
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    // -- ERC-7943's questions

    /// @notice Whether `from` may give `amount` sen to `to` now.
    function canTransfer(address from, address to, uint256 amount) external view returns (bool) {
        uint256 ordered = MASTER.orderedOf(address(this), from);
        if (MASTER.balanceOf(address(this), from) < ordered + amount) return false;
        if (!MASTER.isActive(from) || !MASTER.isActive(to)) return false;
        try this.requireTransferable(from, to, amount) {
            return true;
        } catch {
            return false;
        }
    }

    /// @notice Reverts unless the rules of money in force let it go.
    function requireTransferable(address from, address to, uint256 amount) external view {
        IMoneyRules(MASTER.running("money")).checkMove(address(this), from, to, amount);
    }

    /// @notice The sen of `account` that orders of the regulator freeze; all of it while the account is frozen itself.
    function getFrozenTokens(address account) external view returns (uint256) {
        return MASTER.isFrozen(account) ? MASTER.balanceOf(address(this), account) : MASTER.orderedOf(address(this), account);
    }

    /// @inheritdoc IMoneyFace
    function announceTransfer(address from, address to, uint256 amount) external onlyMaster {
        emit Transfer(from, to, amount);
    }

    function supportsInterface(bytes4 id) external pure returns (bool) {
        return id == type(IERC20).interfaceId || id == type(IERC20Metadata).interfaceId || id == type(IERC165).interfaceId;
    }

    function acts() external pure returns (ActType[] memory list) {
        list = new ActType[](3);
        list[0] = ActType(
            this.transfer.selector, 200_000, 1,
            "Transfer(address token,address asset,uint256 most,address to,uint256 amount,uint256 nonce,uint256 deadline)"
        );
        list[1] = ActType(
            this.transferFrom.selector, 220_000, 1,
            "TransferFrom(address token,address asset,uint256 most,address from,address to,uint256 amount,uint256 nonce,uint256 deadline)"
        );
        list[2] = ActType(
            this.approve.selector, 120_000, 1,
            "Allow(address token,address asset,uint256 most,address spender,uint256 amount,uint256 nonce,uint256 deadline)"
        );
    }
}
