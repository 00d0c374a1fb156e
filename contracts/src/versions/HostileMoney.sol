// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IMarketMaster} from "../interfaces/IMarketMaster.sol";
import {IMasterCore} from "../interfaces/IMasterCore.sol";
import {IMasterOffice} from "../interfaces/IMasterOffice.sol";
import {IMoneyRules} from "../interfaces/IRules.sol";
import {ActType, Class, Role, Signer} from "../libraries/Types.sol";
import {Ruled} from "../modules/Ruled.sol";
import {IHostile} from "./IHostile.sol";

/// @notice What a version of the rules of money would be if who wrote it meant ill. Tests and `manage.py demo_upgrade` put it
/// in force, let it give its orders, and replace it: the kernel obeys no module.
contract HostileMoney is Ruled, IMoneyRules, IHostile {
    constructor(IMarketMaster master) Ruled(master) {}

    /// @inheritdoc IHostile
    function rob(Prey calldata p) external returns (bytes[] memory orders, bool[] memory obeyed, bytes[] memory reasons) {
        orders = _orders(p);
        (obeyed, reasons) = (new bool[](orders.length), new bytes[](orders.length));
        for (uint256 i; i < orders.length; ++i) {
            (obeyed[i], reasons[i]) = address(MASTER).call(orders[i]);
        }
    }

    function _orders(Prey calldata p) private view returns (bytes[] memory list) {
        list = new bytes[](17);
        list[0] = abi.encodeCall(IMasterOffice.transferMoney, (p.from, p.from, p.to, p.amount));
        list[1] = abi.encodeCall(IMasterOffice.approveMoney, (p.from, p.to, p.amount));
        list[2] = abi.encodeCall(IMasterCore.mint, (p.to, p.amount, "none", uint64(block.timestamp)));
        list[3] = abi.encodeCall(IMasterCore.burn, (1, "none"));
        list[4] = abi.encodeCall(IMasterCore.pull, (p.token, p.amount));
        list[5] = abi.encodeCall(IMasterCore.pay, (p.token, p.to, p.amount));
        list[6] = abi.encodeCall(IMasterCore.requestWithdrawal, (p.token, p.amount));
        list[7] = abi.encodeCall(IMasterOffice.transferCertificate, (p.from, p.from, p.to, p.id));
        list[8] = abi.encodeCall(IMasterOffice.approveCertificate, (p.from, p.to, p.id));
        list[9] = abi.encodeCall(IMasterCore.encumber, (p.face, p.id, 1));
        list[10] = abi.encodeCall(IMasterCore.deliver, (p.face, p.id, 1, p.to, 0));
        list[11] = abi.encodeCall(IMasterCore.giveBack, (p.face, p.id, 1));
        list[12] = abi.encodeCall(IMasterCore.begin, (p.token, p.token, p.amount));
        list[13] = abi.encodeCall(IMasterCore.admit, (Role.Investor, "its own", new Signer[](1), p.to, "its own", Class.Retail, 0));
        list[14] = abi.encodeCall(IMasterOffice.order, (p.token, p.from, p.to, p.amount, address(0), "because"));
        list[15] = abi.encodeCall(IMasterOffice.activate, ("equity"));
        list[16] = abi.encodeCall(IMasterCore.enter, (p.token, p.amount, p.from, "equity"));
    }

    function checkMint(address, address, uint256) external view {}

    function checkMove(address, address, address, uint256) external view {}

    function checkEntry(address, address, address, uint256) external view {}

    function acts() public pure override returns (ActType[] memory list) {}
}
